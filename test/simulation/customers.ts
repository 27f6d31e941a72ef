/** Customers of a history's company: the accounts that its guest from outside belongs to, and who may see them. */
import type { Control, NewRole } from '../sandbox/espo/control.ts';

export const OUTSIDER = { name: 'Out Sider', address: 'out@side.example' };

/** contact: the guest is known. domain: only the account's domain tells. several: the guest is a contact of two accounts. */
export type Customers = 'contact' | 'domain' | 'several';

/** Ids of the accounts, one unless they are several. */
export function addCustomers(control: Control, customers: Customers): string[] {
  const admin = control.act('admin');
  const names = customers === 'several' ? ['Side', 'Other Side'] : ['Side'];
  return names.map((name) => {
    const website = 'https://www.side.example';
    const { id } = admin.create('Account', { name, website, assignedUserId: admin.id });
    const contact = { lastName: `${name}r`, emailAddress: OUTSIDER.address, accountId: id, assignedUserId: admin.id };
    if (customers !== 'domain') admin.create('Contact', contact);
    return id;
  });
}

const seen = { create: 'no', read: 'all', edit: 'no', delete: 'no', stream: 'no' };

/** The role, with customers to look at. */
export const seeingCustomers = (role: NewRole): NewRole => ({
  ...role,
  data: { ...(role.data as Record<string, unknown>), Account: seen, Contact: seen },
});
