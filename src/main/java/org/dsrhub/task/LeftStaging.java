package org.dsrhub.task;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Removes what a node left that was killed: what it had staged for a request between
 * closing it and cleaning up after it, unless a legal hold keeps it, and copies of
 * packages that were on their way out.
 */
@Component("leftStaging")
class LeftStaging {

	private static final Logger log = LoggerFactory.getLogger(LeftStaging.class);

	private static final Duration LONGEST_DOWNLOAD = Duration.ofDays(1);

	private final Staging staging;

	private final ClosedStaging closed;

	private final Clock clock;

	LeftStaging(Staging staging, ClosedStaging closed, Clock clock) {
		this.staging = staging;
		this.closed = closed;
		this.clock = clock;
	}

	void remove() {
		this.staging.folders().forEach((folder) -> {
			UUID request = UUID.fromString(folder.getFileName().toString());
			String tenant = folder.getParent().getFileName().toString();
			if (this.closed.removeLeft(tenant, request)) {
				log.info("event=staging-removed request={} tenant={}", request, tenant);
			}
		});
		this.staging.deleteTemporary(this.clock.instant().minus(LONGEST_DOWNLOAD));
	}

}
