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
