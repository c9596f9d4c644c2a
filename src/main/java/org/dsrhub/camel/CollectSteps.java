package org.dsrhub.camel;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.correspondence.Conversing;
import org.dsrhub.request.Work;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.source.Source;
import org.dsrhub.task.CallRates;
import org.dsrhub.task.Collection;
import org.dsrhub.task.Collector;
import org.dsrhub.task.Fulfilment;
import org.dsrhub.task.TaskWork;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * The steps of the route {@code task-run}: what a Kamelet is to get, and what becomes of
 * the task.
 */
@Component("collect")
class CollectSteps {

	private final Collector collector;

	private final Kamelets kamelets;

	private final FreeSpace space;

	private final Conversing conversing;

	private final CallRates rates;

	private final HeldWork<Work> held = new HeldWork<>();

	CollectSteps(Collector collector, Kamelets kamelets, FreeSpace space, Conversing conversing, CallRates rates) {
		this.collector = collector;
		this.kamelets = kamelets;
		this.space = space;
		this.conversing = conversing;
		this.rates = rates;
	}

	/**
	 * Body: the claimed row. Sets the variable {@code kamelet} and either
	 * {@code collection} or {@code fulfilment}; without a Kamelet, {@code asked}, the
	 * vendor is asked by e-mail.
	 */
	void begin(Exchange exchange) {
		Work work = exchange.getMessage().getBody(Work.class);
		this.held.hold(exchange, work);
		exchange.setVariable("work", work);
		TaskWork task = this.collector.begin(work);
		exchange.setVariable("task", task);
		if (task instanceof Fulfilment fulfilment) {
			exchange.setVariable("fulfilment", fulfilment);
			exchange.setVariable("kamelet", this.kamelets.change(fulfilment.source(), fulfilment.action()));
		}
		else {
			exchange.setVariable("collection", task);
			boolean asked = task.source().correspondence().isPresent();
			exchange.setVariable("asked", asked);
			exchange.setVariable("kamelet", asked ? null : this.kamelets.collect(task.source()));
		}
	}

	/**
	 * The tasks that this node now works on, as many as it has room for; none while it is
	 * short of disk space.
	 */
	List<Work> claimDue() {
		return this.space.enough() ? this.held.claimed(this.collector.claimDue(this.held.all().size())) : List.of();
	}

	/**
	 * Sets the variable {@code fetch}.
	 * @throws org.dsrhub.configuration.DiskFault if there is no space for another page
	 */
	void next(Exchange exchange) {
		this.space.require();
		exchange.setVariable("fetch", new PageOf(collection(exchange), this.rates));
	}

	/**
	 * Keeps what this node works on from running out.
	 */
	void renew() {
		this.collector.renew(this.held.all());
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
		this.collector.leave(collection);
	}

	/**
	 * After a fault; the exchange holds it.
	 */
	void interrupted(Exchange exchange) throws IOException {
		TaskWork collection = exchange.getVariable("task", TaskWork.class);
		Exception problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		if (collection == null) {
			this.collector.notBegun(exchange.getVariable("work", Work.class), problem);
			return;
		}
		try {
			this.collector.interrupted(collection, problem);
		}
		finally {
			this.collector.leave(collection);
		}
	}

	private static Collection collection(Exchange exchange) {
		return exchange.getVariable("collection", Collection.class);
	}

	/**
	 * The next page of a collection.
	 */
	private record PageOf(Collection collection, CallRates rates) implements Fetch {

		@Override
		public Tenant tenant() {
			return this.collection.tenant();
		}

		@Override
		public String source() {
			return this.collection.source().source();
		}

		@Override
		public String link() {
			return this.collection.progress().next();
		}

		@Override
		public Map<String, String> values() {
			Map<String, String> values = new LinkedHashMap<>();
			this.collection.subscription().ifPresent((subscription) -> values.put("subscription", subscription));
			this.collection.entry().ifPresent((entry) -> {
				values.put("objectId", entry);
				this.collection.ask().ifPresent((ask) -> values.put("ask", ask.filter().replace("{objectId}", entry)));
			});
			return values;
		}

		@Override
		public Map<String, List<String>> identifiers() {
			Map<String, List<String>> identifiers = new LinkedHashMap<>();
			this.collection.request()
				.identity()
				.subject()
				.identifiers()
				.forEach((kind, values) -> identifiers.put(kind.label(), List.copyOf(values)));
			return identifiers;
		}

		@Override
		public boolean deleted() {
			return this.collection.request().identity().deleted();
		}

		@Override
		public boolean renew() {
			return this.collection.renew();
		}

		@Override
		public void turn() {
			Source.Rate rate = this.collection.source().collect().rate();
			if (rate != null) {
				this.rates.await(this.collection.tenant().tenant(), rate);
			}
		}

		@Override
		public void take(Page page, String url) throws IOException {
			this.collection.take(page, url);
		}

		@Override
		public void absent() {
			// The directory has just named this entry; that it is gone is no answer.
			throw VendorFault.retryable(Reason.NOT_FOUND, "the entry that the directory named is not there", null);
		}

	}

}
