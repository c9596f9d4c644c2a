package org.dsrhub.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.camel.Exchange;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.correspondence.AnswerFile;
import org.dsrhub.correspondence.Conversing;
import org.dsrhub.node.Drain;
import org.dsrhub.operation.ExportRemoval;
import org.dsrhub.operation.Operating;
import org.dsrhub.operation.OperationFaults;
import org.dsrhub.operation.Turn;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.Work;
import org.dsrhub.source.CircuitOpen;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Page;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.CallRates;
import org.dsrhub.task.Circuits;
import org.dsrhub.task.Collection;
import org.dsrhub.task.Collector;
import org.dsrhub.task.Fulfilment;
import org.dsrhub.task.TaskWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of the route {@code task-run}: what a Kamelet is to get, and what becomes of
 * the task.
 */
@Component("collect")
class CollectSteps {

	private static final Logger log = LoggerFactory.getLogger(CollectSteps.class);

	private final Collector collector;

	private final Kamelets kamelets;

	private final FreeSpace space;

	private final Conversing conversing;

	private final CallRates rates;

	private final Circuits circuits;

	private final Operating operating;

	private final OperationFaults faults;

	private final ExportRemoval exports;

	private final Drain drain;

	private final HeldTasks held;

	CollectSteps(Collector collector, Kamelets kamelets, FreeSpace space, Conversing conversing, CallRates rates,
			Circuits circuits, Operating operating, OperationFaults faults, ExportRemoval exports, Drain drain,
			HeldTasks held) {
		this.collector = collector;
		this.kamelets = kamelets;
		this.space = space;
		this.conversing = conversing;
		this.rates = rates;
		this.circuits = circuits;
		this.operating = operating;
		this.faults = faults;
		this.exports = exports;
		this.drain = drain;
		this.held = held;
	}

	/**
	 * Body: the claimed row. Sets the variables {@code request}, {@code kamelet} and
	 * either {@code collection} or {@code fulfilment}; without a Kamelet, {@code asked},
	 * the vendor is asked by e-mail, or with {@code operating} it has to work on its
	 * answer first.
	 */
	void begin(Exchange exchange) {
		Work work = exchange.getMessage().getBody(Work.class);
		this.held.hold(exchange, work);
		TaskWork task = this.collector.begin(work);
		exchange.setVariable("task", task);
		exchange.setVariable("request", task.request());
		if (task instanceof Fulfilment fulfilment) {
			exchange.setVariable("fulfilment", fulfilment);
			exchange.setVariable("kamelet", this.kamelets.change(fulfilment.source(), fulfilment.action()));
		}
		else {
			exchange.setVariable("collection", task);
			boolean asked = task.source().correspondence().isPresent();
			boolean operating = this.operating.needed(collection(exchange));
			exchange.setVariable("asked", asked);
			exchange.setVariable("operating", operating);
			exchange.setVariable("kamelet", (asked || operating) ? null : kamelet(task.source()));
		}
	}

	private String kamelet(Source source) {
		return source.operation()
			.map((operation) -> this.kamelets.operation(source, operation.look()))
			.orElseGet(() -> this.kamelets.collect(source));
	}

	/**
	 * What comes next with a service that works on its answer for long: sets the variable
	 * {@code turn}, and {@code kamelet} where it is to be called or its result can be
	 * read.
	 */
	void turn(Exchange exchange) throws IOException {
		Collection collection = collection(exchange);
		// A fault from here on is none of the call before.
		exchange.removeVariable("turn");
		this.circuits.look(collection.tenant(), collection.source().source());
		Turn turn = this.operating.next(collection);
		exchange.setVariable("turn", turn);
		if (turn.isCall()) {
			Operation terms = collection.source().operation().orElseThrow();
			exchange.setVariable("fetch",
					new OperationFetch(collection, turn, this.operating, this.rates, this.circuits));
			exchange.setVariable("kamelet", this.kamelets.operation(collection.source(),
					turn.isStart() ? terms.start() : terms.poll().action()));
		}
		else if (turn.isCollect()) {
			exchange.setVariable("kamelet", this.kamelets.collect(collection.source()));
		}
	}

	/**
	 * Leaves a task that rests.
	 */
	void leave(Exchange exchange) throws IOException {
		letGo(collection(exchange));
	}

	/**
	 * The tasks that this node now works on, as many as it has room for; none while it is
	 * short of disk space, or leaves.
	 */
	List<Work> claimDue() {
		return this.space.enough() ? this.held.claim() : List.of();
	}

	/**
	 * Sets the variable {@code fetch}.
	 * @throws org.dsrhub.configuration.DiskFault if there is no space for another page
	 * @throws CircuitOpen if the service must not be called now
	 */
	void next(Exchange exchange) {
		this.space.require();
		Collection collection = collection(exchange);
		this.circuits.require(collection.tenant(), collection.source().source());
		exchange.setVariable("fetch", new PageOf(collection, exchange.getVariable("turn", Turn.class), this.operating,
				this.rates, this.circuits));
	}

	/**
	 * Keeps what this node works on from running out.
	 */
	void renew() {
		this.held.renew();
	}

	/**
	 * Goes on with a vendor that is asked by e-mail.
	 */
	void ask(Exchange exchange) throws IOException {
		Collection collection = collection(exchange);
		this.conversing.advance(collection);
		this.collector.leave(collection);
	}

	void settle(Exchange exchange) throws IOException {
		Collection collection = collection(exchange);
		collection.settle();
		letGo(collection);
	}

	private void letGo(Collection collection) throws IOException {
		this.collector.leave(collection);
		if (collection.source().operation().isPresent()) {
			this.exports.after(collection);
		}
	}

	/**
	 * After a fault; the exchange holds it. What is broken off because this node ends is
	 * no fault of the service's.
	 */
	void interrupted(Exchange exchange) throws IOException {
		TaskWork collection = exchange.getVariable("task", TaskWork.class);
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		if (this.drain.over()) {
			log.info("event=work-left row={}", exchange.getVariable("work", Work.class).id());
			if (collection != null) {
				leave(collection);
			}
			return;
		}
		if (collection == null) {
			this.collector.notBegun(exchange.getVariable("work", Work.class), problem);
			return;
		}
		try {
			Optional<Instant> free = this.collector.circuit(collection, problem);
			if (!rests(collection, exchange.getVariable("turn", Turn.class), problem, free)) {
				this.collector.interrupted(collection, problem, free);
			}
		}
		finally {
			if (collection instanceof Collection reading) {
				letGo(reading);
			}
			else {
				this.collector.leave(collection);
			}
		}
	}

	private void leave(TaskWork task) throws IOException {
		try {
			// Perhaps it was the call that others wait for.
			this.circuits.unheard(task.tenant(), task.source().source());
		}
		finally {
			this.collector.leave(task);
		}
	}

	private boolean rests(TaskWork work, Turn turn, Exception problem, Optional<Instant> free) {
		boolean called = !(problem instanceof CircuitOpen && free.isPresent());
		try {
			return turn != null && called && this.faults.rest((Collection) work, turn, problem);
		}
		catch (LeaseLost lost) {
			this.collector.interrupted(work, lost, Optional.empty());
			return true;
		}
	}

	private static Collection collection(Exchange exchange) {
		return exchange.getVariable("collection", Collection.class);
	}

	/**
	 * The next page of a collection.
	 *
	 * @param worked what the service had to work on before, or null
	 */
	private record PageOf(Collection collection, Turn worked, Operating operating, CallRates rates,
			Circuits circuits) implements CollectionCall, FileFetch {

		@Override
		public String link() {
			return this.collection.progress().next();
		}

		@Override
		public Map<String, String> values() {
			Map<String, String> values = new LinkedHashMap<>();
			if (this.worked != null) {
				values.putAll(this.worked.values());
			}
			this.collection.subscription().ifPresent((subscription) -> values.put("subscription", subscription));
			this.collection.entry().ifPresent((entry) -> {
				values.put("objectId", entry);
				this.collection.ask().ifPresent((ask) -> values.put("ask", ask.filter().replace("{objectId}", entry)));
			});
			return values;
		}

		@Override
		public boolean deleted() {
			return this.collection.request().identity().deleted();
		}

		@Override
		public void take(Page page, String url) throws IOException {
			this.collection.take(page, url);
		}

		@Override
		public Page delivered(Path folder, List<AnswerFile> items) throws IOException {
			return this.operating.read(this.collection, folder, items);
		}

		@Override
		public void absent() {
			// The directory has just named this entry; that it is gone is no answer.
			throw VendorFault.retryable(Reason.NOT_FOUND, "the entry that the directory named is not there", null);
		}

	}

}
