package org.dsrhub.camel;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.dsrhub.intake.InboxTurns;
import org.springframework.stereotype.Component;

/**
 * Begins a round of turns whenever the inbox is looked through.
 */
@Component("inboxPoll")
class InboxPoll extends DefaultPollingConsumerPollStrategy {

	private final InboxTurns turns;

	InboxPoll(InboxTurns turns) {
		this.turns = turns;
	}

	@Override
	public boolean begin(Consumer consumer, Endpoint endpoint) {
		this.turns.begin();
		return super.begin(consumer, endpoint);
	}

}
