-- Every statement may be run again.

-- When the last calls went out that a service limits, oldest first, in milliseconds since 1970.
create table if not exists call_rate (
    tenant varchar(40) not null,
    name   varchar(60) not null,
    turns  text        not null,
    primary key (tenant, name)
);
