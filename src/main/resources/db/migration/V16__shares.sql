-- Every statement may be run again.

-- Tenants share what nodes can work on: whose rows are due, for which source, and how many of whom are being worked on.
-- Nobody can write to these tables while their indexes are made: all of them, or none.
create index if not exists request_shared on request (tenant, due);
create index if not exists request_noticed on request (tenant, notice_due);
create index if not exists request_lease on request (lease);
create index if not exists task_shared on task (tenant, due);
create index if not exists task_place on task (tenant, source, due);
create index if not exists task_lease on task (lease);
create index if not exists mail_shared on mail (tenant, due);
create index if not exists mail_lease on mail (lease);
