package org.dsrhub.camel;

import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.node.DrainBegun;
import org.springframework.context.event.EventListener;
import org.dsrhub.intake.CutOff;
import org.springframework.stereotype.Component;

/**
 * Lets a file be read only when it has been left in peace: unchanged for
 * {@code hub.quiet}, or for {@code hub.patience} where it looks cut off. Never waits: it
 * answers by what earlier polls saw, so a slow writer does not hold up other files.
 */
@Component("quietFile")
class QuietFile implements GenericFileExclusiveReadLockStrategy<File> {

	private static final Duration FORGET = Duration.ofMinutes(10);

	private final HubProperties hub;

	private final Clock clock;

	private final Map<String, Sight> sights = new ConcurrentHashMap<>();

	private volatile boolean leaving;

	private Instant tidied = Instant.EPOCH;

	QuietFile(HubProperties hub, Clock clock) {
		this.hub = hub;
		this.clock = clock;
	}

	@Override
	public boolean acquireExclusiveReadLock(GenericFileOperations<File> operations, GenericFile<File> file,
			Exchange exchange) {
		return !this.leaving && quiet(file.getFile());
	}

	/**
	 * A poll that has seen many files takes none of those that are left.
	 */
	@EventListener(DrainBegun.class)
	void leave() {
		this.leaving = true;
	}

	boolean quiet(File file) {
		Instant now = this.clock.instant();
		tidy(now);
		Sight before = this.sights.get(file.getPath());
		Sight sight = (before != null && before.shows(file)) ? before.again(now) : Sight.first(file, now);
		if (sight.age(now).compareTo(this.hub.quiet()) >= 0) {
			sight = sight.judged(file);
		}
		this.sights.put(file.getPath(), sight);
		return sight.age(now).compareTo(sight.cutOff() ? this.hub.patience() : this.hub.quiet()) >= 0;
	}

	private void tidy(Instant now) {
		if (this.tidied.plus(FORGET).isBefore(now)) {
			this.sights.values().removeIf((sight) -> sight.seen().plus(FORGET).isBefore(now));
			this.tidied = now;
		}
	}

	@Override
	public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
		this.sights.clear();
	}

	@Override
	public void releaseExclusiveReadLockOnAbort(GenericFileOperations<File> operations, GenericFile<File> file,
			Exchange exchange) {
		// Nothing is locked.
	}

	@Override
	public void releaseExclusiveReadLockOnRollback(GenericFileOperations<File> operations, GenericFile<File> file,
			Exchange exchange) {
		// Nothing is locked.
	}

	@Override
	public void releaseExclusiveReadLockOnCommit(GenericFileOperations<File> operations, GenericFile<File> file,
			Exchange exchange) {
		// Nothing is locked.
	}

	@Override
	public void setTimeout(long timeout) {
		// Never waits.
	}

	@Override
	public void setCheckInterval(long checkInterval) {
		// Never waits.
	}

	@Override
	public void setReadLockLoggingLevel(LoggingLevel readLockLoggingLevel) {
		// Logs nothing.
	}

	@Override
	public void setMarkerFiler(boolean markerFile) {
		// Leaves no marker.
	}

	@Override
	public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {
		// Leaves no marker.
	}

	/**
	 * What polls saw of a file.
	 *
	 * @param since when it was first seen like this
	 * @param seen when it was last seen
	 * @param judged whether {@code cutOff} was looked for
	 */
	private record Sight(long size, long modified, Instant since, Instant seen, boolean judged, boolean cutOff) {

		static Sight first(File file, Instant now) {
			return new Sight(file.length(), file.lastModified(), now, now, false, false);
		}

		boolean shows(File file) {
			return this.size == file.length() && this.modified == file.lastModified();
		}

		Sight again(Instant now) {
			return new Sight(this.size, this.modified, this.since, now, this.judged, this.cutOff);
		}

		Duration age(Instant now) {
			return Duration.between(this.since, now);
		}

		Sight judged(File file) {
			if (this.judged) {
				return this;
			}
			boolean suspected;
			try {
				suspected = CutOff.suspected(file);
			}
			catch (IOException ex) {
				// Whoever reads it meets the same fault and reports it.
				suspected = false;
			}
			return new Sight(this.size, this.modified, this.since, this.seen, true, suspected);
		}

	}

}
