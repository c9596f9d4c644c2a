-- Every statement may be run again: H2 commits each one by itself, and a hub killed at this step begins it anew.

-- By which keyed digests a request is found again, as given and as identified, also once its identifiers are gone.
create table if not exists request_subject (
    request    uuid        not null references request (id),
    identifier varchar(64) not null,
    primary key (request, identifier)
);
create index if not exists request_subject_identifier on request_subject (identifier);

-- When a closed request's identifiers were replaced by keyed digests.
alter table request add column if not exists identifiers_removed_at timestamp(3) with time zone;

-- Whether a restriction takes data out of the source for good, so that no lift is waited for.
alter table request add column if not exists by_removal boolean default false not null;
update request set by_removal = true where asked = 'restrict' and document like '%"restrictBy":"remove"%';

-- Of which kind an identifier under hold is, to be shown in its stead.
alter table hold_subject add column if not exists kind varchar(20) default '' not null;
create index if not exists hold_subject_identifier on hold_subject (identifier);

-- With which mail the requests came that were taken as a file's.
alter table inbox_file add column if not exists mail uuid;
create index if not exists inbox_file_mail on inbox_file (mail);
update inbox_file set unsettled = null, settled_at = seen_at where mail is null and unsettled is not null and exists
    (select 1 from inbox_row join request on request.id = inbox_row.receipt
    where inbox_row.file = inbox_file.id and request.door = 'mail');

-- Its sender chose it, and nothing asks for it.
alter table inbox_file drop column if exists name;

-- What purges ask by.
create index if not exists request_closed on request (tenant, closed_at);
create index if not exists filing_key_at on filing_key (tenant, at);
create index if not exists filing_key_receipt on filing_key (receipt);
create index if not exists inbox_file_target on inbox_file (tenant, target);
create index if not exists inbox_row_receipt on inbox_row (receipt);
create index if not exists inbound_mail_settled on inbound_mail (tenant, settled_at);
create index if not exists retention_run_ended on retention_run (tenant, ended_at);
create index if not exists retention_run_of_run on retention_run (of_run);

-- What refers to a request that goes: without these, each one that goes would read each of the tables.
create index if not exists open_request_request on open_request (request);
create index if not exists reference_request on reference (request);
create index if not exists sealed_lifted on sealed (lifted);
create index if not exists trace_request on trace (request);
create index if not exists inbound_mail_request on inbound_mail (request);
create index if not exists taken_mail_request on taken_mail (request);
create index if not exists correspondence_mail_task on correspondence_mail (task);
create index if not exists hold_request on hold (request);
