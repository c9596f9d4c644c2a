package org.dsrhub.camel;

import java.time.Duration;
import java.time.Instant;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;

/**
 * Something of a blob that a storage account still has, as its listing tells.
 *
 * @param id the version's or the snapshot's; null for the blob itself
 * @param deleted whether it is only kept because of soft delete
 * @param goes when that ends, at the latest; null if it is not deleted
 * @param immutableUntil when its own time-based policy ends, or null
 * @param held whether it is under a legal hold of its own
 */
record StoredBlob(String name, Part part, String id, boolean deleted, Instant goes, Instant immutableUntil,
		boolean held) {

	private static final Duration DAY = Duration.ofDays(1);

	/**
	 * What it is of a blob. The version that is current counts as the blob itself.
	 */
	enum Part {

		BASE, VERSION, SNAPSHOT

	}

	static StoredBlob of(BlobItem item, Instant now) {
		BlobItemProperties properties = item.getProperties();
		boolean snapshot = item.getSnapshot() != null;
		boolean version = !snapshot && item.getVersionId() != null && !Boolean.TRUE.equals(item.isCurrentVersion());
		Part part = snapshot ? Part.SNAPSHOT : (version ? Part.VERSION : Part.BASE);
		return new StoredBlob(item.getName(), part,
				snapshot ? item.getSnapshot() : (version ? item.getVersionId() : null), item.isDeleted(),
				item.isDeleted() ? goes(properties, now) : null,
				(properties.getImmutabilityPolicy() != null
						&& properties.getImmutabilityPolicy().getExpiryTime() != null)
								? properties.getImmutabilityPolicy().getExpiryTime().toInstant() : null,
				Boolean.TRUE.equals(properties.hasLegalHold()));
	}

	/**
	 * The account tells whole days that remain from now, and means whole days since the
	 * deletion: it is the first such time that is not before.
	 */
	private static Instant goes(BlobItemProperties properties, Instant now) {
		if (properties.getDeletedTime() == null || properties.getRemainingRetentionDays() == null) {
			return null;
		}
		Instant deleted = properties.getDeletedTime().toInstant();
		Duration past = Duration.between(deleted, now);
		long days = past.toDays() + (past.equals(DAY.multipliedBy(past.toDays())) ? 0 : 1);
		return deleted.plus(DAY.multipliedBy(days + properties.getRemainingRetentionDays()));
	}

}
