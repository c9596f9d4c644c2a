package org.dsrhub.operation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
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
import org.dsrhub.correspondence.AnswerFile;
import org.dsrhub.correspondence.Delivery;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.operation.Operations.Row;
import org.dsrhub.request.Asked;
import org.dsrhub.request.Pauses;
import org.dsrhub.request.Pauses.RequestClock;
import org.dsrhub.request.Requests;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Attention;
import org.dsrhub.task.Collection;
import org.dsrhub.task.Faults;
import org.dsrhub.task.Staging;
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

	/** When a result is tried again that cannot be got at. */
	private static final Duration LATER = Duration.ofMinutes(30);

	/** An operation that the service does not know for so long is lost. */
	private static final Duration LOST = Duration.ofDays(1);

	private static final LocalTime EVENING = LocalTime.of(18, 0);

	private final Operations operations;

	private final ExportStorage storage;

	private final Requests requests;

	private final Pauses pauses;

	private final Tasks tasks;

	private final Staging staging;

	private final Attention attention;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	private final HubProperties hub;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	Operating(Operations operations, ExportStorage storage, Requests requests, Pauses pauses, Tasks tasks,
			Staging staging, Attention attention, EvidenceLog evidence, Transactions transactions, HubProperties hub,
			Clock clock) {
		this.operations = operations;
		this.storage = storage;
		this.requests = requests;
		this.pauses = pauses;
		this.tasks = tasks;
		this.staging = staging;
		this.attention = attention;
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
		boolean copied = Asked.of(work.request().document()).copied();
		return work.source().operation().filter((operation) -> operation.runs(copied)).isPresent();
	}

	/**
	 * What is to be done next for a claimed task.
	 * @throws VendorFault if it is given up
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 * @throws IOException if what a person found is not there
	 */
	public Turn next(Collection work) throws IOException {
		Decided decided = this.transactions.run(() -> decide(work));
		if (decided.fault() != null) {
			throw decided.fault();
		}
		Turn turn = decided.turn();
		if (turn.isRead()) {
			read(work, turn.course());
		}
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
		Optional<Row> row = this.operations.find(work.task().id());
		Course course = row.map(Row::course).orElse(null);
		NextStep step = NextStep.of(course, row.map(Row::called).orElse(false), terms(work), latest(work, course),
				this.clock.instant());
		if (step instanceof NextStep.Begin) {
			return begin(work, course);
		}
		if (step instanceof NextStep.GiveUp up) {
			return new Decided(null, VendorFault.terminal(up.reason(), up.detail()));
		}
		return new Decided(turn(work, course, step), null);
	}

	private Turn turn(Collection work, Course course, NextStep step) {
		if (step instanceof NextStep.Poll) {
			this.operations.heard(work.task().id());
			return Turn.of(Turn.Kind.POLL, course);
		}
		if (step instanceof NextStep.Believe) {
			return Turn.of(Turn.Kind.COLLECT, end(work, course, Course.State.COMPLETE, null));
		}
		if (step instanceof NextStep.Collect) {
			return Turn.of(Turn.Kind.COLLECT, course);
		}
		if (step instanceof NextStep.Read) {
			return Turn.of(Turn.Kind.READ, course);
		}
		if (step instanceof NextStep.End told) {
			work.end(told.outcome(), told.outcome().well() ? null : "by-hand");
		}
		else if (step instanceof NextStep.Attend attend) {
			attend(work, course, attend.doubt());
		}
		else if (step instanceof NextStep.Wait wait) {
			rest(work, wait.until());
		}
		return Turn.of(Turn.Kind.REST, course);
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
		this.operations.begin(work, course, token, (container != null) ? this.storage.account(work.tenant()) : null);
		if (before != null && before.state() == Course.State.RUNNING) {
			// What was asked in vain before says nothing about this start.
			this.tasks.heard(work.work());
		}
		tell(work, "operation-starting", Map.of("round", course.round()));
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
			keep(work, running);
			tell(work, "operation-begun", Map.of("round", running.round()));
		});
	}

	/**
	 * The service was asked how far it is.
	 */
	public void answered(Collection work, Turn turn, Report report) {
		write(work, (now) -> {
			switch (report.said()) {
				case UNFINISHED -> keep(work, turn.course().unfinished(terms(work).poll(), report.wish(), now));
				case COMPLETE -> end(work, turn.course(), Course.State.COMPLETE, null);
				case FAILED -> end(work, turn.course(), Course.State.FAILED, report.code());
			}
			this.tasks.heard(work.work());
		});
	}

	/**
	 * Makes one page of the files that the service gave.
	 * @throws VendorFault if they cannot be read, or are not all about the person
	 * @throws IOException if a file is not there
	 */
	public Page read(Collection work, Path folder, List<AnswerFile> files) throws IOException {
		return Delivery.read(folder, files, work::concerns,
				(line) -> write(work, (now) -> tell(work, "operation-read", line)));
	}

	private void read(Collection work, Course course) throws IOException {
		Path folder = this.staging.folder(work.tenant().tenant(), work.request().id());
		try {
			work.take(Delivery.found(folder, course.files(), work::concerns), "by-hand");
		}
		catch (VendorFault fault) {
			write(work, (now) -> attend(work, course, Doubt.UNREADABLE));
		}
	}

	/**
	 * After a fault of a call: a service that cannot be asked now has lost nothing, one
	 * that lets no more begin today is asked tomorrow, and what it gave and the hub
	 * cannot take is a person's to look at.
	 * @return whether the task rests; if not, the fault means what it means for any
	 * source
	 */
	public boolean interrupted(Collection work, Turn turn, Throwable problem) {
		VendorFault fault = Faults.of(problem);
		if (DiskFault.behind(problem).isPresent()) {
			return false;
		}
		if (turn.isStart()) {
			return fault.reason() == Reason.THROTTLED && fault.notBefore().isEmpty() && restUntilTomorrow(work, turn);
		}
		// A credential that has run out is replaced sooner than a month's work is done
		// again.
		boolean passing = fault.reason() != Reason.INTERNAL
				&& (fault.retryable() || fault.reason() == Reason.NOT_PERMITTED);
		if (turn.isPoll() && passing) {
			unheard(work, turn, fault);
		}
		else if (turn.isCollect() && terms(work).stores()) {
			return kept(work, turn.course(), fault, passing);
		}
		else {
			return false;
		}
		warn(work, fault);
		return true;
	}

	/**
	 * What cannot be taken over stays where it is: it is tried for a while, and then left
	 * to a person.
	 */
	private boolean kept(Collection work, Course course, VendorFault fault, boolean passing) {
		boolean soon = this.clock.instant().isBefore(course.heard().plus(NextStep.PATIENCE));
		if (fault.reason() == Reason.INTERNAL
				&& this.tasks.get(work.task().id()).failures() + 1 < work.tenant().limits().maxAttempts()) {
			return false;
		}
		warn(work, fault);
		if (passing && soon) {
			write(work, (now) -> this.tasks.unheard(work.work(), work.request().id(), now.plus(LATER), fault.reason()));
		}
		else {
			write(work, (now) -> attend(work, course, doubt(fault)));
		}
		return true;
	}

	private static Doubt doubt(VendorFault fault) {
		if (fault.reason() != Reason.INVALID_ANSWER) {
			return Doubt.UNREACHABLE;
		}
		return fault.retryable() ? Doubt.EMPTY : Doubt.UNREADABLE;
	}

	private static void warn(Collection work, VendorFault fault) {
		log.warn("event=operation-waits request={} tenant={} source={} reason={} detail=\"{}\"", work.request().id(),
				work.tenant().tenant(), work.source().source(), fault.reason().label(), fault.getMessage());
	}

	private void unheard(Collection work, Turn turn, VendorFault fault) {
		write(work, (now) -> {
			boolean lost = fault.reason() == Reason.NOT_FOUND && now.isAfter(turn.course().heard().plus(LOST));
			Course later = turn.course().unheard(terms(work).poll(), fault.notBefore().orElse(null), now);
			keep(work, lost ? later.in(Course.State.STARTING, null) : later);
			if (lost || news(work)) {
				rest(work, now);
				return;
			}
			Instant end = end(later, latest(work, later), now);
			this.tasks.unheard(work.work(), work.request().id(), earliest(later.next(), end), fault.reason());
		});
	}

	private boolean restUntilTomorrow(Collection work, Turn turn) {
		Instant tomorrow = this.clock.instant()
			.atZone(ZoneOffset.UTC)
			.truncatedTo(ChronoUnit.DAYS)
			.plusDays(1)
			.toInstant()
			.plusMillis(RandomGenerator.getDefault().nextLong(SPREAD.toMillis()));
		Instant until = earliest(tomorrow, latest(work, turn.course()));
		log.info("event=limit-spent request={} tenant={} source={} until={}", work.request().id(),
				work.tenant().tenant(), work.source().source(), until);
		write(work, (now) -> rest(work, news(work) ? now : until));
		return true;
	}

	/**
	 * A service calls: the task whose operation it is looks after it. Whoever calls
	 * learns nothing.
	 */
	public void called(String token) {
		this.operations.find(token).ifPresent((row) -> this.transactions.run(() -> {
			this.requests.lock(row.request());
			if (this.operations.called(token)) {
				this.tasks.wake(row.task());
			}
			return null;
		}));
	}

	private void attend(Collection work, Course course, Doubt doubt) {
		if (spoken(work) && course.state() != Course.State.SEEN) {
			rest(work, this.clock.instant());
			return;
		}
		String advice = doubt.advice(work.source().source(), course.container());
		if (course.state() != Course.State.DOUBTFUL) {
			this.operations.keep(work.task().id(), course.in(Course.State.DOUBTFUL, doubt.label()), advice);
			this.attention.show(work.request().id());
			tell(work, "operation-needs-person", Map.of("reason", doubt.label()));
		}
		this.tasks.await(work.work(), work.request().id(), new Waiting(true, null, doubt.label(), advice));
	}

	/**
	 * What a person has said meanwhile stands.
	 */
	private void keep(Collection work, Course course) {
		if (!spoken(work)) {
			this.operations.keep(work.task().id(), course);
		}
	}

	private boolean spoken(Collection work) {
		return this.operations.find(work.task().id()).filter((row) -> row.course().state().spoken()).isPresent();
	}

	/**
	 * Whether a person has spoken, or the service called, while it was asked.
	 */
	private boolean news(Collection work) {
		return this.operations.find(work.task().id())
			.filter((row) -> row.called() || row.course().state().spoken())
			.isPresent();
	}

	private Course end(Collection work, Course course, Course.State how, String word) {
		Course ended = course.unfinished(terms(work).poll(), null, this.clock.instant()).in(how, word);
		keep(work, ended);
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("round", ended.round());
		data.put("polls", ended.polls());
		data.put("code", ended.word());
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
	 * When it must have ended: so that the answer can still go out on the deadline's day,
	 * and the deadline be extended on it. While the clock is stopped there is none.
	 */
	private Instant latest(Collection work, Course course) {
		Instant asked = (course != null) ? course.asked() : this.clock.instant();
		Instant longest = asked.plus(terms(work).longest());
		RequestClock time = this.pauses.clock(work.request().id());
		Instant deadline = time.deadline().atTime(EVENING).atZone(work.tenant().timezone()).toInstant();
		boolean bound = time.pausedSince() == null && deadline.isAfter(asked);
		return bound ? earliest(longest, deadline) : longest;
	}

	private static Instant end(Course course, Instant latest, Instant now) {
		Instant end = (course.expires() != null) ? earliest(course.expires(), latest) : latest;
		return end.isAfter(now) ? end : end.plus(NextStep.PATIENCE);
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
