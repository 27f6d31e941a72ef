// What any extension that puts one badge on one event costs, without asking anybody: nothing of ours.
const look = new MutationObserver(() => {
  const tile = document.querySelector('[data-calitemid]');
  if (!tile) return;
  look.disconnect();
  const badge = document.createElement('span');
  badge.textContent = 'CRM';
  tile.append(badge);
  tile.setAttribute('data-bare-badge', '');
});
look.observe(document, { childList: true, subtree: true });
