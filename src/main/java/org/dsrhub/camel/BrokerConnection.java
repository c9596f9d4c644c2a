package org.dsrhub.camel;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * The one connection to the broker, made again by whoever listens. That it is lost, and
 * back, is told in one line each: without it nodes find their work by sweeping.
 */
class BrokerConnection extends CachingConnectionFactory {

	private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

	private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

	BrokerConnection(ConnectionFactory broker) {
		super(broker);
		setCacheConsumers(false);
	}

	/**
	 * Whether there is a connection; one who only tells does not wait for it.
	 */
	boolean there() {
		return this.state.get() == State.THERE;
	}

	@Override
	protected Connection doCreateConnection() throws JMSException {
		Connection connection = null;
		try {
			connection = super.doCreateConnection();
			// Only this speaks to the broker.
			connection.start();
		}
		catch (JMSException ex) {
			lost(ex);
			if (connection != null) {
				connection.close();
			}
			throw ex;
		}
		State before = this.state.getAndSet(State.THERE);
		if (before != State.THERE) {
			log.info("event=broker-{}", (before == State.NEW) ? "connected" : "back");
		}
		return connection;
	}

	@Override
	public void onException(JMSException ex) {
		lost(ex);
		resetConnection();
	}

	/**
	 * After a nudge that could not be told. What is no fault of the broker's leaves the
	 * connection as it is.
	 */
	void failed(Exchange exchange) {
		Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
		if (ObjectHelper.getException(JmsException.class, fault) == null
				&& ObjectHelper.getException(JMSException.class, fault) == null) {
			log.error("event=nudge-not-told reason={} advice=\"nodes find what is due by hub.sweep\"",
					fault.getClass().getSimpleName());
			return;
		}
		lost(fault);
		resetConnection();
	}

	/**
	 * Nothing can be heard or told for now.
	 */
	void lost(Exception fault) {
		if (this.state.getAndSet(State.LOST) != State.LOST) {
			Throwable cause = fault;
			while (cause.getCause() != null) {
				cause = cause.getCause();
			}
			log.warn("event=broker-lost reason={} advice=\"nodes find what is due by hub.sweep until it is back\"",
					cause.getClass().getSimpleName());
		}
	}

	private enum State {

		NEW, THERE, LOST

	}

}
