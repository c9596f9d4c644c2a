-- The rows by which Quartz locks its schedules, made before nodes that start at once try to make them.
insert into qrtz_locks (sched_name, lock_name)
select 'dsr-hub', 'TRIGGER_ACCESS' where not exists (
    select 1 from qrtz_locks where sched_name = 'dsr-hub' and lock_name = 'TRIGGER_ACCESS'
);

insert into qrtz_locks (sched_name, lock_name)
select 'dsr-hub', 'STATE_ACCESS' where not exists (
    select 1 from qrtz_locks where sched_name = 'dsr-hub' and lock_name = 'STATE_ACCESS'
);
