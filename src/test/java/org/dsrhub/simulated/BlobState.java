package org.dsrhub.simulated;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that a simulated storage account keeps of a blob.
 */
final class BlobState {

	final String name;

	final byte[] content;

	final Instant written;

	/** Null where the account keeps no versions. */
	final String version;

	/** Null where this is no snapshot. */
	final String snapshot;

	boolean current;

	Instant deleted;

	Instant goes;

	BlobState(String name, byte[] content, Instant written, String version, String snapshot) {
		this.name = name;
		this.content = content;
		this.written = written;
		this.version = version;
		this.snapshot = snapshot;
		this.current = snapshot == null;
	}

	/**
	 * The blob itself: what a call without a version or a snapshot means.
	 */
	boolean base() {
		return this.snapshot == null && this.current;
	}

	boolean live() {
		return this.deleted == null;
	}

	/**
	 * Keeps it as soft-deleted; deleting again does not restart the clock.
	 */
	void delete(Instant now, Duration kept) {
		if (live()) {
			this.deleted = now;
			this.goes = now.plus(kept);
		}
	}

	boolean is(String wantedVersion, String wantedSnapshot) {
		if (wantedVersion != null) {
			return wantedVersion.equals(this.version) && this.snapshot == null;
		}
		return (wantedSnapshot != null) ? wantedSnapshot.equals(this.snapshot) : base();
	}

}
