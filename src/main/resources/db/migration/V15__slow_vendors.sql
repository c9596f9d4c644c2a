-- Every statement may be run again.

-- When the next call of a kind may go out that a service limits.
create table if not exists call_rate (
    tenant varchar(40) not null,
    name   varchar(60) not null,
    free   timestamp(3) with time zone not null,
    primary key (tenant, name)
);
