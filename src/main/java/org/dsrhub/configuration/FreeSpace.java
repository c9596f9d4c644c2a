package org.dsrhub.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Whether the data folder and the outbox have as much space left as {@code hub.free}
 * says. Below it the hub takes nothing new and begins nothing, so that what it has begun
 * can still be written down; what is there can be read. Told when it begins and when it
 * is over, and in the health as {@code space}.
 */
@Component("space")
public class FreeSpace implements HealthIndicator {

	private static final Logger log = LoggerFactory.getLogger(FreeSpace.class);

	private final List<Path> folders;

	private final DataSize least;

	private final AtomicBoolean told = new AtomicBoolean();

	public FreeSpace(HubProperties hub, @Value("${hub.free}") DataSize least) {
		this.folders = List.of(hub.data(), hub.outbox());
		this.least = least;
	}

	/**
	 * Whether something new may begin.
	 */
	public boolean enough() {
		Optional<Path> full = full();
		if (this.told.compareAndSet(full.isEmpty(), full.isPresent())) {
			if (full.isPresent()) {
				log.error(
						"event=space-short folder={} free-mb={} advice=\"make room; below {} MB (hub.free) the hub takes nothing new and what it has waits\"",
						full.get(), free(full.get()).toMegabytes(), this.least.toMegabytes());
			}
			else {
				log.info("event=space-again");
			}
		}
		return full.isEmpty();
	}

	/**
	 * Ends what would need more space.
	 * @throws DiskFault if there is not enough
	 */
	public void require() {
		if (!enough()) {
			throw new DiskFault("the hub is short of disk space and takes nothing new until there is more");
		}
	}

	@Override
	public Health health() {
		return enough() ? Health.up().build() : Health.outOfService().build();
	}

	private Optional<Path> full() {
		return this.folders.stream()
			.filter(Files::exists)
			.filter((folder) -> free(folder).compareTo(this.least) < 0)
			.findFirst();
	}

	private static DataSize free(Path folder) {
		return DataSize.ofBytes(folder.toFile().getUsableSpace());
	}

}
