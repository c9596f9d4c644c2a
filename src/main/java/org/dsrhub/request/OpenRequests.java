package org.dsrhub.request;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.dsrhub.database.Timestamps;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many requests are open, and whether the doors may take more: what comes in faster
 * than it is fulfilled waits outside. Requests that nobody has verified do not count, or
 * strangers could shut a tenant's doors. The ledger is counted once in a while; what this
 * node takes meanwhile counts at once, what others take does with the next count. A
 * request that is there is never stopped by this.
 */
@Component
public class OpenRequests {

	private static final Logger log = LoggerFactory.getLogger(OpenRequests.class);

	private static final Duration FRESH = Duration.ofSeconds(1);

	/** Counting takes a tenth of the time at most, however many there are. */
	private static final int SHARE = 10;

	/** However long the last count took, or seemed to. */
	private static final Duration STALE = Duration.ofMinutes(1);

	private final JdbcClient jdbc;

	private final Tenants tenants;

	private final OpenProperties bounds;

	/** Ages are not measured by a clock, which may be put back or forward. */
	private final LongSupplier nanos;

	private final Set<Shut> shut = new HashSet<>();

	private final ReentrantLock counting = new ReentrantLock();

	private Map<String, Long> open = new HashMap<>();

	private volatile long stale;

	@Autowired
	OpenRequests(JdbcClient jdbc, Tenants tenants, OpenProperties bounds) {
		this(jdbc, tenants, bounds, System::nanoTime);
	}

	OpenRequests(JdbcClient jdbc, Tenants tenants, OpenProperties bounds, LongSupplier nanos) {
		this.jdbc = jdbc;
		this.tenants = tenants;
		this.bounds = bounds;
		this.nanos = nanos;
		this.stale = nanos.getAsLong();
	}

	/**
	 * Whether a door is to take nothing of a tenant now. When that begins and ends is
	 * told.
	 */
	public boolean full(Door door, String tenant) {
		return room(door, tenant, 1, 0) == 0;
	}

	/**
	 * How many requests of a tenant a door may take now. They count from now on.
	 * @param wanted as many at most
	 */
	public int room(Door door, String tenant, int wanted) {
		return room(door, tenant, wanted, wanted);
	}

	private int room(Door door, String tenant, int wanted, int taken) {
		count();
		synchronized (this.shut) {
			int room = (int) Math.min(wanted, left(door, tenant));
			this.open.merge(tenant, (long) Math.min(room, taken), Long::sum);
			return room;
		}
	}

	/**
	 * Whether a door takes nothing of a tenant now, and something has come to it.
	 */
	public boolean waiting(Door door, String tenant) {
		boolean before;
		synchronized (this.shut) {
			before = this.shut.contains(new Shut(door, tenant));
		}
		return before && full(door, tenant);
	}

	private long left(Door door, String tenant) {
		Shut place = new Shut(door, tenant);
		boolean before = this.shut.contains(place);
		long all = this.open.values().stream().mapToLong(Long::longValue).sum();
		long own = this.open.getOrDefault(tenant, 0L);
		int share = this.bounds.open() / Math.max(1, this.tenants.all().size());
		OpenBounds allowed = new OpenBounds(this.bounds.open(), share,
				this.tenants.find(tenant).map(Tenant::limits).map(Tenant.Limits::open).orElse(Integer.MAX_VALUE));
		long left = allowed.room(before, all, own);
		if (left == 0 && this.shut.add(place)) {
			log.warn(
					"event=intake-waits door={} tenant={} open={} open-all={} limits.open={} hub.work.open={} share={}",
					door.label(), tenant, own, all, allowed.tenant(), allowed.all(), allowed.share());
		}
		else if (left > 0 && this.shut.remove(place)) {
			log.info("event=intake-goes-on door={} tenant={} open={} open-all={}", door.label(), tenant, own, all);
		}
		return left;
	}

	/**
	 * Only one thread counts, and nobody waits for it: it may have to wait for a
	 * connection that others hold.
	 */
	private void count() {
		if (this.nanos.getAsLong() - this.stale < 0 || !this.counting.tryLock()) {
			return;
		}
		try {
			long begun = this.nanos.getAsLong();
			Map<String, Long> counted = read();
			synchronized (this.shut) {
				this.open = counted;
			}
			long ended = this.nanos.getAsLong();
			long pause = Math.min(STALE.toNanos(), Math.max(FRESH.toNanos(), SHARE * (ended - begun)));
			this.stale = ended + pause;
		}
		finally {
			this.counting.unlock();
		}
	}

	private Map<String, Long> read() {
		Map<String, Long> counted = new HashMap<>();
		this.jdbc.sql("select tenant, count(*) as number from open_request group by tenant").query((row) -> {
			counted.put(row.getString("tenant"), row.getLong("number"));
		});
		// The few rows of confirmation that wait, not the many of request.
		this.jdbc.sql("""
				select request.tenant, count(*) as number from confirmation join request on request.id = confirmation.id
				where confirmation.due >= ? and request.state = 'unverified' group by request.tenant""")
			.param(Timestamps.of(Instant.EPOCH))
			.query((row) -> {
				counted.merge(row.getString("tenant"), -row.getLong("number"), Long::sum);
			});
		return counted;
	}

	private record Shut(Door door, String tenant) {
	}

}
