/** Customers of a history's company: the account that its guest from outside belongs to, and who may see it. */
import type { Control, NewRole } from '../sandbox/espo/control.ts';

export const OUTSIDER = { name: 'Out Sider', address: 'out@side.example' };

/** `contact`: the guest is known; otherwise only the account's domain tells. Returns the account's id. */
export function addCustomer(control: Control, contact: boolean): string {
  const admin = control.act('admin');
  const { id } = admin.create('Account', {
    name: 'Side',
    website: 'https://www.side.example',
    assignedUserId: admin.id,
  });
  if (contact)
    admin.create('Contact', {
      lastName: 'Sider',
      emailAddress: OUTSIDER.address,
      accountId: id,
      assignedUserId: admin.id,
    });
  return id;
}

const seen = { create: 'no', read: 'all', edit: 'no', delete: 'no', stream: 'no' };

/** The role, with customers to look at. */
export const seeingCustomers = (role: NewRole): NewRole => ({
  ...role,
  data: { ...(role.data as Record<string, unknown>), Account: seen, Contact: seen },
});
