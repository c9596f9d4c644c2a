-- Every statement may be run again.

-- What administrators called records. Each time anew: the newest holds, and a package is made with those from before it was
-- begun. By tenant and record, so that it holds for later requests, too.
create table if not exists classification (
    id             uuid primary key,
    tenant         varchar(40)  not null,
    source         varchar(60)  not null,
    record         varchar(64)  not null,
    label          varchar(60)  not null,
    classified_by  varchar(200) not null,
    at             timestamp(3) with time zone not null
);
create index if not exists classification_source on classification (tenant, source, at);
