package org.dsrhub.camel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import org.apache.camel.Exchange;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.node.Held;
import org.dsrhub.request.RequestEvent;
import org.dsrhub.request.RowsDue;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * What nodes tell each other: that rows may be due, in one word, and who says so. A nudge
 * that is lost, doubled or forged does no harm: whoever hears it looks at the rows.
 */
@Component("nudges")
@Profile("cluster & !check")
class Nudges implements Held {

	/** Who tells; a node does not listen to itself. */
	private static final String NODE = "node";

	private final Set<RowsDue> untold = ConcurrentHashMap.newKeySet();

	private final String node;

	Nudges(HubProperties hub) {
		this.node = hub.node();
	}

	@TransactionalEventListener(fallbackExecution = true)
	void registered(RequestEvent.Registered event) {
		this.untold.add(RowsDue.REQUESTS);
	}

	@TransactionalEventListener(fallbackExecution = true)
	void due(RowsDue rows) {
		this.untold.add(rows);
	}

	/**
	 * The words that were not told yet, each once however often it was written.
	 */
	List<String> untold() {
		return Stream.of(RowsDue.values()).filter(this.untold::remove).map(Nudges::word).toList();
	}

	/**
	 * Body: a word; makes it this node's.
	 */
	void sign(Exchange exchange) {
		exchange.getMessage().setHeader(NODE, this.node);
	}

	/**
	 * Body: a message as it came; becomes the word of another node, or null. Nothing but
	 * text is looked at.
	 */
	void hear(Exchange exchange) throws JMSException {
		String word = null;
		if (exchange.getMessage().getBody() instanceof TextMessage text
				&& !this.node.equals(text.getStringProperty(NODE))) {
			word = known(text.getText()).orElse(null);
		}
		exchange.getMessage().setBody(word);
	}

	@Override
	public int held() {
		return this.untold.size();
	}

	@Override
	public int handBack() {
		return 0;
	}

	private static Optional<String> known(String text) {
		return Stream.of(RowsDue.values()).map(Nudges::word).filter((word) -> word.equals(text)).findFirst();
	}

	private static String word(RowsDue rows) {
		return rows.name().toLowerCase(Locale.ROOT);
	}

}
