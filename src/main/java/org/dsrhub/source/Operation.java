package org.dsrhub.source;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How a service is asked that works on its answer for long, up to weeks: it is told to
 * begin, asked from time to time whether it has ended, or calls back, and only then is
 * the source read.
 *
 * @param start what begins it. {@code {callback}} in its words stands for an address of
 * the hub that the service calls when it has ended, {@code {storage}} for one where it
 * may put files
 * @param poll what asks how far it is; null where the service's call says that it has
 * ended
 * @param longest how long the hub waits for it in all
 * @param look what is read in its place where a request needs no copy, so that nobody
 * waits for one; null where the operation runs for every right
 */
public record Operation(Source.Action start, Poll poll, Duration longest, Source.Action look) {

	public Operation {
		longest = (longest != null) ? longest : Duration.ofDays(35);
	}

	/**
	 * How it is asked how far it is.
	 *
	 * @param every how soon at first; later ever less often
	 */
	public record Poll(String kamelet, Map<String, String> parameters, Duration every) {

		public Poll {
			every = (every != null) ? every : Duration.ofMinutes(1);
		}

		/**
		 * How its call is made.
		 */
		public Source.Action action() {
			return new Source.Action(this.kamelet, this.parameters);
		}

		private Poll with(Source.Action changed) {
			return new Poll(changed.kamelet(), changed.parameters(), this.every);
		}

	}

	/**
	 * Whether it is needed. Where nobody needs a copy, a look at whether there is
	 * anything may do.
	 */
	public boolean runs(boolean copy) {
		return copy || this.look == null;
	}

	/**
	 * Whether the service calls back.
	 */
	public boolean callsBack() {
		return says("{callback}");
	}

	/**
	 * Whether the service puts files into the tenant's storage account.
	 */
	public boolean stores() {
		return says("{storage}");
	}

	/**
	 * Every call that may be made for it.
	 */
	public Stream<Source.Action> actions() {
		return Stream
			.of(Optional.of(this.start), Optional.ofNullable(this.poll).map(Poll::action),
					Optional.ofNullable(this.look))
			.flatMap(Optional::stream);
	}

	Operation withApiVersion(String version) {
		return each((action) -> action.with("apiVersion", version));
	}

	/**
	 * The same with every word of it changed.
	 */
	Operation words(UnaryOperator<String> word) {
		return each((action) -> action.each(word));
	}

	private Operation each(UnaryOperator<Source.Action> change) {
		return new Operation(change.apply(this.start),
				(this.poll != null) ? this.poll.with(change.apply(this.poll.action())) : null, this.longest,
				(this.look != null) ? change.apply(this.look) : null);
	}

	private boolean says(String placeholder) {
		return this.start.parameters().values().stream().anyMatch((word) -> word.contains(placeholder));
	}

}
