package org.dsrhub.operation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.dsrhub.configuration.DiskFault;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.correspondence.Delivery;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.operation.Operations.Row;
import org.dsrhub.request.Asked;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Collection;
import org.dsrhub.task.Faults;
import org.dsrhub.task.Tasks;
import org.dsrhub.task.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Goes on with a task whose service works on its answer for long. Before each call the
 * row says that it is about to be made, so that a node may die at any point.
 */
@Component
public class Operating {

	private static final Logger log = LoggerFactory.getLogger(Operating.class);

	private static final Duration SPREAD = Duration.ofMinutes(30);

	private final Operations operations;

	private final ExportStorage storage;

	private final Requests requests;

	private final Tasks tasks;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	private final HubProperties hub;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	Operating(Operations operations, ExportStorage storage, Requests requests, Tasks tasks, EvidenceLog evidence,
			Transactions transactions, HubProperties hub, Clock clock) {
		this.operations = operations;
		this.storage = storage;
		this.requests = requests;
		this.tasks = tasks;
		this.evidence = evidence;
		this.transactions = transactions;
		this.hub = hub;
		this.clock = clock;
	}

	/**
	 * Whether a task's service has to work on something first. Where nobody needs a copy,
	 * a look at whether there is anything may do.
	 */
	public boolean needed(Collection work) {
		boolean copy = work.request().right().packaged() || Asked.of(work.request().document()).exportFirst();
		return work.source().operation().filter((operation) -> copy || operation.look() == null).isPresent();
	}

	/**
	 * What is to be done next for a claimed task.
	 * @throws VendorFault if it is given up
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 */
	public Turn next(Collection work) {
		Decided decided = this.transactions.run(() -> decide(work));
		if (decided.fault() != null) {
			throw decided.fault();
		}
		Turn turn = decided.turn();
		boolean place = turn.isStart() && turn.course().container() != null;
		return place ? turn.at(this.storage.open(work.tenant(), turn.course().container())) : turn;
	}

	/**
	 * What is to be done, or why nothing is.
	 */
	private record Decided(Turn turn, VendorFault fault) {
	}

	private Decided decide(Collection work) {
		this.requests.lock(work.request().id());
		this.tasks.claimed(work.work());
		Instant now = this.clock.instant();
		Optional<Row> row = this.operations.find(work.task().id());
		Course course = row.map(Row::course).orElse(null);
		NextStep step = NextStep.of(course, row.map(Row::called).orElse(false), terms(work), latest(work, course), now);
		if (step instanceof NextStep.Begin) {
			return begin(work, course);
		}
		if (step instanceof NextStep.Poll) {
			this.operations.called(work.task().id(), false);
			return new Decided(Turn.of(Turn.Kind.POLL, course), null);
		}
		if (step instanceof NextStep.Believe) {
			return new Decided(Turn.of(Turn.Kind.COLLECT, end(work, course.ended(Course.State.COMPLETE, null))), null);
		}
		if (step instanceof NextStep.Wait wait) {
			rest(work, wait.until());
			return new Decided(Turn.of(Turn.Kind.REST, course), null);
		}
		if (step instanceof NextStep.GiveUp up) {
			return new Decided(null, VendorFault.terminal(up.reason(), up.detail()));
		}
		return new Decided(Turn.of(Turn.Kind.COLLECT, course), null);
	}

	private Decided begin(Collection work, Course before) {
		Operation terms = terms(work);
		if (terms.callsBack() && this.hub.publicUrl() == null) {
			return new Decided(null,
					VendorFault.terminal(Reason.NOT_CONFIGURED, "hub.public-url is not set, where the service calls"));
		}
		String container = terms.stores() ? "dsr-export-" + UUID.randomUUID().toString().replace("-", "") : null;
		String token = terms.callsBack() ? token() : null;
		Course course = Course.starting(before, container, this.clock.instant());
		this.operations.begin(work, course, token);
		return new Decided(
				Turn.start(course, (token != null) ? URI.create(this.hub.publicUrl() + "/callbacks/" + token) : null),
				null);
	}

	/**
	 * The service has begun.
	 * @param address where the operation is asked for, or null
	 * @param wish when the service wants to be asked first, or null
	 * @throws VendorFault if nobody knows where to ask
	 */
	public void begun(Collection work, Turn turn, String address, Instant wish) {
		Operation terms = terms(work);
		if (address == null && terms.poll() != null) {
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "the service does not say where its operation is", null);
		}
		Instant expires = (turn.place() != null) ? turn.place().expires() : null;
		write(work, (now) -> {
			Course running = turn.course().running(address, expires, terms.poll(), wish, now);
			this.operations.keep(work.task().id(), running);
			tell(work, "operation-begun", Map.of("round", running.round()));
		});
	}

	/**
	 * The service was asked how far it is.
	 */
	public void answered(Collection work, Turn turn, Report report) {
		write(work, (now) -> {
			switch (report.said()) {
				case UNFINISHED -> unfinished(work, turn, report.wish(), now);
				case COMPLETE -> end(work, turn, Course.State.COMPLETE, null, now);
				case FAILED -> end(work, turn, Course.State.FAILED, report.code(), now);
			}
		});
	}

	/**
	 * Makes one page of the files that the service gave.
	 * @throws VendorFault if they cannot be read, or are about somebody else
	 * @throws IOException if a file is not there
	 */
	public Page read(Collection work, Path folder, List<Delivery.Item> items) throws IOException {
		return Delivery.read(folder, items, work::concerns,
				(line) -> write(work, (now) -> tell(work, "operation-read", line)));
	}

	/**
	 * After a fault of a call: a service that cannot be asked now has lost nothing, and
	 * one that lets no more begin today is asked tomorrow; neither counts as an attempt.
	 * @return whether the task rests; if not, the fault means what it means for any
	 * source
	 */
	public boolean interrupted(Collection work, Turn turn, Throwable problem) {
		VendorFault fault = Faults.of(problem);
		if (DiskFault.behind(problem).isPresent() || fault.reason() == Reason.INTERNAL) {
			return false;
		}
		// A credential that has run out is replaced sooner than a month's work is done
		// again.
		if (turn.isPoll() && (fault.retryable() || fault.reason() == Reason.NOT_PERMITTED)) {
			log.warn("event=not-asked request={} tenant={} source={} reason={}", work.request().id(),
					work.tenant().tenant(), work.source().source(), fault.reason().label());
			write(work, (now) -> {
				Course later = unfinished(work, turn, fault.notBefore().orElse(null), now);
				rest(work, earliest(later.next(), latest(work, later)));
			});
			return true;
		}
		boolean spent = fault.reason() == Reason.THROTTLED && fault.notBefore().isEmpty();
		if (turn.isStart() && spent) {
			Instant tomorrow = this.clock.instant()
				.atZone(ZoneOffset.UTC)
				.truncatedTo(ChronoUnit.DAYS)
				.plusDays(1)
				.toInstant()
				.plusMillis(RandomGenerator.getDefault().nextLong(SPREAD.toMillis()));
			Instant until = earliest(tomorrow, latest(work, turn.course()));
			log.info("event=limit-spent request={} tenant={} source={} until={}", work.request().id(),
					work.tenant().tenant(), work.source().source(), until);
			write(work, (now) -> rest(work, until));
			return true;
		}
		return false;
	}

	/**
	 * A service calls: the task whose operation it is looks after it. Whoever calls
	 * learns nothing.
	 */
	public void called(String token) {
		this.operations.find(token).ifPresent((row) -> this.transactions.run(() -> {
			this.requests.lock(row.request());
			this.operations.called(row.task(), true);
			this.tasks.wake(row.task());
			return null;
		}));
	}

	private Course unfinished(Collection work, Turn turn, Instant wish, Instant now) {
		Course later = turn.course().unfinished(terms(work).poll(), wish, now);
		this.operations.keep(work.task().id(), later);
		return later;
	}

	private void end(Collection work, Turn turn, Course.State how, String code, Instant now) {
		end(work, turn.course().unfinished(terms(work).poll(), null, now).ended(how, code));
	}

	private Course end(Collection work, Course ended) {
		this.operations.keep(work.task().id(), ended);
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("round", ended.round());
		data.put("polls", ended.polls());
		data.put("code", ended.code());
		tell(work, (ended.state() == Course.State.COMPLETE) ? "operation-completed" : "operation-failed", data);
		return ended;
	}

	private void write(Collection work, Consumer<Instant> step) {
		this.transactions.run(() -> {
			this.requests.lock(work.request().id());
			this.tasks.claimed(work.work());
			step.accept(this.clock.instant());
			return null;
		});
	}

	private void rest(Collection work, Instant until) {
		this.tasks.await(work.work(), work.request().id(), new Waiting(false, until, null, null));
	}

	/**
	 * When it must have ended: so that the answer can still go out on the deadline's day.
	 */
	private Instant latest(Collection work, Course course) {
		Instant asked = (course != null) ? course.asked() : this.clock.instant();
		RequestRow request = this.requests.get(work.request().id());
		Instant deadline = request.deadline().atStartOfDay(work.tenant().timezone()).toInstant();
		Instant longest = asked.plus(terms(work).longest());
		return deadline.isAfter(asked) ? earliest(longest, deadline) : longest;
	}

	private void tell(Collection work, String event, Map<String, Object> data) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("source", work.source().source());
		line.putAll(data);
		this.evidence.append(work.request().id(), event, "hub", line);
		log.info("event={} request={} tenant={} source={}", event, work.request().id(), work.tenant().tenant(),
				work.source().source());
	}

	private String token() {
		byte[] bits = new byte[32];
		this.random.nextBytes(bits);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
	}

	private static Operation terms(Collection work) {
		return work.source().operation().orElseThrow();
	}

	private static Instant earliest(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

}
