-- Every statement may be run again.

-- When the last calls went out that a service limits, oldest first, in milliseconds since 1970.
create table if not exists call_rate (
    tenant varchar(40) not null,
    name   varchar(60) not null,
    turns  text        not null,
    primary key (tenant, name)
);

-- Which open requests are due.
create index if not exists request_deadline on request (tenant, deadline);

-- Since when the clock of a request stands still because it is in doubt who asks, and for how many days it did before.
alter table request add column if not exists paused_at timestamp(3) with time zone;
alter table request add column if not exists paused_days integer default 0 not null;

-- A source in one of several applications is named after both.
alter table task alter column source set data type varchar(200);
alter table sealed alter column source set data type varchar(200);
alter table trace alter column source set data type varchar(200);
alter table classification alter column source set data type varchar(200);
alter table correspondence alter column source set data type varchar(200);
