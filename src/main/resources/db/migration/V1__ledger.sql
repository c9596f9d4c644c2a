-- Every statement may be run again: H2 commits each one by itself, and a hub killed at its first start begins anew.

-- One row a request. `due` is when a node may claim it next: now for work that waits, later for a retry, the end of the
-- lease while a node works on it, null when only a person or a task can move it on.
create table if not exists request (
    id              uuid primary key,
    tenant          varchar(40)  not null,
    reference       varchar(64)  not null,
    asked           varchar(10)  not null,
    state           varchar(30)  not null,
    attention       varchar(1000),
    document        text         not null,
    subject         text,
    fingerprint     varchar(64)  not null,
    door            varchar(10)  not null,
    filed_by        varchar(200) not null,
    roles           varchar(400) not null,
    received_at     timestamp(3) with time zone not null,
    registered_at   timestamp(3) with time zone not null,
    deadline        date         not null,
    decision        varchar(10),
    decided_by      varchar(200),
    decision_reason varchar(2000),
    left_out        text,
    progress        text,
    attempts        integer      not null default 0,
    failures        integer      not null default 0,
    due             timestamp(3) with time zone,
    lease           uuid,
    lease_node      varchar(100),
    packaged_at     timestamp(3) with time zone,
    revision        integer,
    package_path    varchar(300),
    package_bytes   bigint,
    package_sha256  varchar(64),
    closed_at       timestamp(3) with time zone,
    changed         bigint       not null default 1,
    notice_due      timestamp(3) with time zone,
    evidence_seq    integer      not null default 0,
    evidence_hash   varchar(64)  not null
);
create index if not exists request_due on request (due);
create index if not exists request_notice on request (notice_due);
create index if not exists request_listed on request (tenant, registered_at, id);

-- What makes two filings one request: while it is open by its fingerprint, for ever by its reference.
create table if not exists open_request (
    tenant      varchar(40) not null,
    fingerprint varchar(64) not null,
    request     uuid        not null references request (id),
    primary key (tenant, fingerprint)
);

create table if not exists reference (
    tenant      varchar(40) not null,
    reference   varchar(64) not null,
    fingerprint varchar(64) not null,
    request     uuid        not null references request (id),
    primary key (tenant, reference)
);

create table if not exists duplicate (
    id            uuid primary key,
    tenant        varchar(40)  not null,
    reference     varchar(64)  not null,
    request       uuid         not null references request (id),
    received_at   timestamp(3) with time zone not null,
    registered_at timestamp(3) with time zone not null,
    filed_by      varchar(200) not null
);
create index if not exists duplicate_request on duplicate (request);

create table if not exists idempotency_key (
    caller      varchar(200) not null,
    idempotency varchar(200) not null,
    body_sha256 varchar(64)  not null,
    receipt     uuid         not null,
    at          timestamp(3) with time zone not null,
    primary key (caller, idempotency)
);

-- One row a request and source: the unit of fan-out.
create table if not exists task (
    id             uuid primary key,
    request        uuid         not null references request (id),
    tenant         varchar(40)  not null,
    source         varchar(60)  not null,
    system         varchar(100) not null,
    state          varchar(20)  not null,
    outcome        varchar(20),
    reason         varchar(60),
    rule           varchar(300),
    found          bigint       not null default 0,
    redactions     bigint       not null default 0,
    attempts       integer      not null default 0,
    failures       integer      not null default 0,
    progress       text,
    api_version    varchar(60),
    retained_until timestamp(3) with time zone,
    due            timestamp(3) with time zone,
    lease          uuid,
    lease_node     varchar(100),
    started_at     timestamp(3) with time zone,
    ended_at       timestamp(3) with time zone,
    unique (request, source)
);
create index if not exists task_due on task (due);

-- The append-only, hash-chained log of a request. The request's row keeps the last seq and hash, so that a cut tail shows.
create table if not exists evidence (
    request uuid        not null references request (id),
    seq     integer     not null,
    entry   text        not null,
    primary key (request, seq)
);

-- How far an inbox file was taken; its identity is its content's SHA-256, a row's that and its number. `unsettled` is the
-- SHA-256 until the file has been moved away, then null: one taking of the same content at a time, by whichever node.
create table if not exists inbox_file (
    id         uuid primary key,
    tenant     varchar(40)  not null,
    sha256     varchar(64)  not null,
    unsettled  varchar(64),
    name       varchar(255) not null,
    target     varchar(300),
    seen_at    timestamp(3) with time zone not null,
    settled_at timestamp(3) with time zone,
    unique (tenant, unsettled)
);

-- What became of each request in the file: a receipt, or its errors as they stand in the report.
create table if not exists inbox_row (
    file    uuid    not null references inbox_file (id),
    number  bigint  not null,
    receipt uuid,
    errors  text,
    primary key (file, number)
);
