-- Every statement may be run again: H2 commits each one by itself, and a hub killed at this step begins it anew.

-- What a task goes by to its end, whatever becomes of the configuration: its source's file and the tenant's subscriptions
-- as they were when the request was planned, by the SHA-256 of the document.
create table if not exists plan (
    sha256   varchar(64) primary key,
    document text        not null
);

-- A task that changes something goes through phases: it collects, changes what it found, and looks once more. `change` is
-- how far it has come with each record; `packaged` the revision of the package that holds its records.
alter table task add column if not exists plan varchar(64);
alter table task add column if not exists phase varchar(10) default 'collect' not null;
alter table task add column if not exists change text;
alter table task add column if not exists packaged integer;
alter table task add column if not exists instructions text;
alter table task add column if not exists note varchar(2000);
alter table task alter column rule set data type varchar(1000);

-- Who cancelled a request that is still ending what it had begun.
alter table request add column if not exists cancelled_by varchar(200);

-- What was there before a change and after it, encrypted; found again by keyed digests of the subject's identifiers.
create table if not exists sealed (
    id      uuid         primary key,
    tenant  varchar(40)  not null,
    request uuid         not null references request (id),
    source  varchar(60)  not null,
    record  varchar(64)  not null,
    path    varchar(2000) not null,
    moment  varchar(10)  not null,
    content text         not null,
    at      timestamp(3) with time zone not null,
    lifted  uuid         references request (id),
    unique (request, source, record, moment)
);

create table if not exists sealed_subject (
    request    uuid        not null references request (id),
    identifier varchar(64) not null,
    primary key (request, identifier)
);
create index if not exists sealed_subject_identifier on sealed_subject (identifier);

-- A change whose entry in the Activity Log is still to be looked up.
create table if not exists trace (
    id           uuid         primary key,
    request      uuid         not null references request (id),
    tenant       varchar(40)  not null,
    source       varchar(60)  not null,
    subscription varchar(64)  not null,
    correlation  varchar(64)  not null,
    begun        timestamp(3) with time zone not null,
    due          timestamp(3) with time zone not null
);
create index if not exists trace_due on trace (due);
