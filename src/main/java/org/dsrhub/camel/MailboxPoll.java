package org.dsrhub.camel;

import java.util.Optional;

import jakarta.mail.search.SearchTerm;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.mail.MailboxName;
import org.dsrhub.mail.MailboxTurns;
import org.dsrhub.request.Door;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.request.TooManyOpen;

/**
 * Reads one mailbox only when it is this node's turn, and writes down what became of it.
 * A mailbox that cannot be read stops nothing else.
 */
class MailboxPoll implements PollingConsumerPollStrategy, ExceptionHandler {

	private final String tenant;

	private final MailboxName mailbox;

	private final MailboxTurns turns;

	private final FreeSpace space;

	private final MailLogin login;

	private final SearchTerm wanted;

	private final OpenRequests open;

	/** What went wrong in this poll. */
	private volatile String fault;

	/**
	 * What went wrong in the one before. The component takes a folder that cannot be
	 * opened for an empty one, so that one empty poll does not prove that all is well
	 * again.
	 */
	private volatile String before;

	MailboxPoll(String tenant, MailboxName mailbox, MailboxTurns turns, FreeSpace space, MailLogin login,
			SearchTerm wanted, OpenRequests open) {
		this.tenant = tenant;
		this.mailbox = mailbox;
		this.turns = turns;
		this.space = space;
		this.login = login;
		this.wanted = wanted;
		this.open = open;
	}

	@Override
	public boolean begin(Consumer consumer, Endpoint endpoint) {
		this.fault = null;
		if (this.mailbox == MailboxName.INTAKE) {
			// What was held back is read again, in its order, once there is room.
			boolean full = this.open.waiting(Door.MAIL, this.tenant);
			((MailEndpoint) endpoint).setSearchTerm(full ? MailSearch.notHeld(this.wanted) : this.wanted);
		}
		return this.space.enough() && this.turns.take(this.tenant, this.mailbox);
	}

	@Override
	public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
		String doubt = (polledMessages == 0) ? this.before : null;
		this.before = this.fault;
		this.turns.end(this.tenant, this.mailbox, Optional.ofNullable((this.fault != null) ? this.fault : doubt));
	}

	@Override
	public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
		if (MailboxFaults.login(cause)) {
			this.login.refused();
		}
		this.before = MailboxFaults.words(cause);
		this.turns.end(this.tenant, this.mailbox, Optional.of(this.before));
		return false;
	}

	/**
	 * A fault in the middle of a mailbox, which the component itself survives.
	 */
	@Override
	public void handleException(Throwable exception) {
		if (!(exception instanceof TooManyOpen)) {
			this.fault = MailboxFaults.words(exception);
		}
	}

	@Override
	public void handleException(String message, Throwable exception) {
		handleException(exception);
	}

	@Override
	public void handleException(String message, Exchange exchange, Throwable exception) {
		handleException(exception);
	}

}
