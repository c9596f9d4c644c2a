-- Every statement may be run again.

-- By which process a file is held: its node's name alone does not tell it from another one of the same name.
alter table inbox_file add column if not exists lease uuid;

-- What a caller's Idempotency-Key stands for, for each tenant: an application may file for several under one name.
create table if not exists filing_key (
    tenant      varchar(40)  not null,
    caller      varchar(200) not null,
    idempotency varchar(200) not null,
    body_sha256 varchar(64)  not null,
    receipt     uuid         not null,
    at          timestamp(3) with time zone not null,
    primary key (tenant, caller, idempotency)
);

-- It may be gone already, if this is run again.
create table if not exists idempotency_key (
    caller      varchar(200) not null,
    idempotency varchar(200) not null,
    body_sha256 varchar(64)  not null,
    receipt     uuid         not null,
    at          timestamp(3) with time zone not null,
    primary key (caller, idempotency)
);
insert into filing_key
select coalesce(request.tenant, duplicate.tenant), caller, idempotency, body_sha256, receipt, at
from idempotency_key
left join request on request.id = receipt
left join duplicate on duplicate.id = receipt
where coalesce(request.tenant, duplicate.tenant) is not null
and not exists (select 1 from filing_key filed
                where filed.caller = idempotency_key.caller and filed.idempotency = idempotency_key.idempotency);
drop table idempotency_key;
