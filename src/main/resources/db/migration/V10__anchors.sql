-- Every statement may be run again: H2 commits each one by itself, and a hub killed at this step begins it anew.

-- What holds the chains of a tenant fast, day by day; `stored_at` once it lies in the tenant's container.
create table if not exists anchor (
    tenant    varchar(40) not null,
    number    integer     not null,
    document  text        not null,
    stored_at timestamp(3) with time zone,
    primary key (tenant, number)
);
create index if not exists anchor_unstored on anchor (stored_at, tenant, number);

-- How far each chain had come.
create table if not exists anchor_leaf (
    tenant  varchar(40) not null,
    number  integer     not null,
    place   integer     not null,
    request uuid        not null,
    seq     integer     not null,
    hash    varchar(64) not null,
    primary key (tenant, number, place)
);
create index if not exists anchor_leaf_request on anchor_leaf (request, seq);

-- Every key that evidence was ever signed with, its public part.
create table if not exists evidence_key (
    id         varchar(64)  primary key,
    public_key varchar(200) not null,
    since      timestamp(3) with time zone not null
);
