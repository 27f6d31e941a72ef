/** The budgets of the issues: the figure of that name must not be above it, or where it says `least`, not below. */
export interface Budget {
  limit: number;
  least?: true;
}

const most = (limit: number): Budget => ({ limit });

export const BUDGETS: Record<string, Budget> = {
  'initial.o2e.requests.ratio': most(1.03),
  'initial.e2o.requests.ratio': most(1.05),
  'second.requests': most(0.02),
  'third.requests': most(0.02),
  'fourth.requests': most(0.002),
  'initial.time.ratio': most(1.25),
  'idle.requests': most(5),
  'idle.cpu_ms': most(30),
  'idle.cpu_ms.ratio': most(1.2),
  'change10.requests.outlook': most(2),
  'change10.requests.espo': most(13),
  'engine.pairs_per_second': { limit: 50_000, least: true },
  'memory.heap_mb': most(60),
  'worker.cold.ratio': most(1.4),
  'bundle.worker_own_kb': most(50),
  'bundle.worker_kb': most(160),
  'bundle.popup_kb': most(35),
  'bundle.content_kb': most(8),
  'popup.interactive_ms': most(100),
  'content.per_rerender_ms': most(2),
  'content.first_badge_ms.warm': most(50),
  'content.first_badge_ms.cold': most(120),
  'growth.first.time': most(1.05),
  'growth.first.requests': most(1.05),
  'growth.idle.time': most(0.05),
  'growth.idle.requests': most(0.05),
  'growth.change10.time': most(0.1),
  'growth.change10.requests': most(0.1),
  'fleet.espo_ms_per_user_hour.away': most(250),
  'fleet.espo_ms_per_user_hour.near': most(600),
  'fleet.peak.start_of_day': most(2),
  'fleet.peak.everybody_at_9:00': most(2),
  'fleet.peak.down_for_an_hour': most(2),
  'reach.e2o_s': most(14),
  'reach.o2e.ratio': most(1.15),
  'reach.idle_s': most(0.15),
  'reach.idle.growth': most(0.05),
  'reach.change10_s': most(0.4),
  'reach.engine_s': most(0.19),
  'reach.visible.edit_s': most(5),
  'reach.visible.return_s': most(3),
  'text.100kb_ms': most(5),
  'text.10mb_s': most(1),
  'text.growth': most(1.3),
};
