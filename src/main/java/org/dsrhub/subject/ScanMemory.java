package org.dsrhub.subject;

import java.time.Duration;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * What scans found of late. The same names, ids and types come again in record after
 * record, and whole records in each request of a tenant. Kept apart for each tenant, and
 * bounded for all of them together.
 */
public final class ScanMemory {

	/** In characters, with some for each entry: about 20 MB. */
	private static final int REMEMBERED = 6_000_000;

	private static final int ENTRY = 150;

	private final Cache<Key, List<Mention>> remembered = Caffeine.newBuilder()
		.maximumWeight(REMEMBERED)
		.weigher((Key key, List<Mention> mentions) -> key.text().length() + ENTRY * (1 + mentions.size()))
		.expireAfterAccess(Duration.ofMinutes(10))
		.executor(Runnable::run)
		.build();

	/**
	 * A scan that remembers what it has seen of this tenant.
	 * @param region how a phone number without {@code +} is read
	 */
	public TextScan scan(String tenant, String region) {
		return new TextScan(region,
				(text, scan) -> this.remembered.get(new Key(tenant, region, text), (key) -> scan.apply(key.text())));
	}

	private record Key(String tenant, String region, String text) {
	}

}
