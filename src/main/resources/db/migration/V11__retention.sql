-- Every statement may be run again: H2 commits each one by itself, and a hub killed at this step begins it anew.

-- One row a run of a rule for a tenant; `scheduled_for` makes each firing one run, whoever fires it, and `working`, which is
-- null once a run has ended, lets one run of a rule work at a time. `reached` and `proved` say how far it has come in its list
-- and in the evidence of the requests concerned, `failures` how often in a row it was interrupted. A run is claimed by a lease
-- like every other row.
create table if not exists retention_run (
    id            uuid primary key,
    tenant        varchar(40)  not null,
    rule          varchar(40)  not null,
    dry           boolean      not null,
    replay        boolean      not null default false,
    working       varchar(90)  unique,
    asked_by      varchar(200) not null,
    scheduled_for timestamp(3) with time zone,
    of_run        uuid         references retention_run (id),
    state         varchar(20)  not null,
    reason        varchar(300),
    keep          varchar(40)  not null,
    listed        bigint       not null default 0,
    bytes         bigint       not null default 0,
    removed       bigint       not null default 0,
    reached       bigint       not null default 0,
    proved        uuid,
    failures      int          not null default 0,
    asked_at      timestamp(3) with time zone not null,
    started_at    timestamp(3) with time zone,
    ended_at      timestamp(3) with time zone,
    stored_at     timestamp(3) with time zone,
    due           timestamp(3) with time zone,
    lease         uuid,
    lease_node    varchar(100),
    unique (tenant, rule, scheduled_for)
);
create index if not exists retention_run_due on retention_run (due);
create index if not exists retention_run_asked on retention_run (tenant, asked_at);

-- The run's frozen list, and what became of each thing on it.
create table if not exists retention_item (
    run     uuid         not null references retention_run (id),
    number  bigint       not null,
    thing   varchar(500) not null,
    request uuid,
    bytes   bigint       not null,
    since   timestamp(3) with time zone not null,
    state   varchar(20)  not null,
    until   timestamp(3) with time zone,
    reason  varchar(300),
    primary key (run, number)
);
create index if not exists retention_item_request on retention_item (run, request);

-- What must not be purged or erased: a request, a subject (by keyed digests of its identifiers), or a tenant as a whole.
create table if not exists hold (
    id          uuid primary key,
    tenant      varchar(40)   not null,
    request     uuid          references request (id),
    whole       boolean       not null,
    reason      varchar(2000) not null,
    set_by      varchar(200)  not null,
    set_at      timestamp(3) with time zone not null,
    lifted_by   varchar(200),
    lifted_at   timestamp(3) with time zone,
    lift_reason varchar(2000)
);
create index if not exists hold_tenant on hold (tenant, lifted_at);

create table if not exists hold_subject (
    hold       uuid        not null references hold (id),
    identifier varchar(64) not null,
    primary key (hold, identifier)
);
