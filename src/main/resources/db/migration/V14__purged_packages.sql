-- Every statement may be run again.

-- Since when a package is handed out no more because its time is over, and since when nothing of it is left in the
-- container: what a storage account still keeps lies between the two.
alter table request add column if not exists package_purged_at timestamp(3) with time zone;
alter table request add column if not exists package_gone_at timestamp(3) with time zone;
