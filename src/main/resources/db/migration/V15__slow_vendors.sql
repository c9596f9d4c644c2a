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

-- One row a task whose service works on its answer for long. `callback` is the SHA-256 of the token in the address that the
-- service calls, `called` whether it has; `container` where it puts files,
-- `attention` what a person has to do.
create table if not exists operation (
    task      uuid primary key references task (id),
    request   uuid        not null references request (id),
    tenant    varchar(40) not null,
    source    varchar(200) not null,
    course    text        not null,
    callback  varchar(64),
    called    boolean     default false not null,
    container varchar(63),
    attention text,
    unique (callback)
);
create index if not exists operation_request on operation (request);

-- Containers made for such files, in the account of that time, until they are removed for sure; they outlive their tasks if need be.
create table if not exists export_container (
    name       varchar(63) primary key,
    tenant     varchar(40) not null,
    account    varchar(300) not null,
    request    uuid        not null,
    task       uuid        not null,
    made_at    timestamp(3) with time zone not null,
    removed_at timestamp(3) with time zone
);
create index if not exists export_container_task on export_container (task);

-- A source in one of several applications is named after both.
alter table task alter column source set data type varchar(200);
alter table sealed alter column source set data type varchar(200);
alter table trace alter column source set data type varchar(200);
alter table classification alter column source set data type varchar(200);
alter table correspondence alter column source set data type varchar(200);
