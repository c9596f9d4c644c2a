package org.dsrhub.camel;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.springframework.jms.UncategorizedJmsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The connection to the broker is lost over the broker's own faults alone.
 */
class BrokerConnectionTests {

	@Test
	void a_fault_of_the_hub_leaves_the_connection_as_it_is() throws Exception {
		BrokerConnection broker = connected();
		broker.failed(after(new IllegalStateException("no fault of the broker's")));
		assertThat(broker.there()).isTrue();
	}

	@Test
	void a_fault_of_the_broker_loses_the_connection() throws Exception {
		BrokerConnection broker = connected();
		broker.failed(after(new IllegalStateException(new UncategorizedJmsException("gone"))));
		assertThat(broker.there()).isFalse();
	}

	@Test
	void each_of_several_addresses_is_tried_once() {
		assertThat(address("amqp://one:5672")).isEqualTo("amqp://one:5672");
		assertThat(address("failover:(amqp://one:5672,amqp://two:5672)"))
			.isEqualTo("failover:(amqp://one:5672,amqp://two:5672)?failover.maxReconnectAttempts=1");
		assertThat(address("failover:(amqp://one:5672)?failover.randomize=true"))
			.isEqualTo("failover:(amqp://one:5672)?failover.randomize=true&failover.maxReconnectAttempts=1");
	}

	private static String address(String url) {
		return new BrokerProperties(url, "", "", "topic:nudges", "topic:nudges").address();
	}

	private static BrokerConnection connected() throws Exception {
		ConnectionFactory factory = mock(ConnectionFactory.class);
		Connection connection = mock(Connection.class);
		given(factory.createConnection()).willReturn(connection);
		BrokerConnection broker = new BrokerConnection(factory);
		broker.createConnection();
		return broker;
	}

	private static Exchange after(Exception fault) {
		Exchange exchange = new DefaultExchange(new DefaultCamelContext());
		exchange.setProperty(Exchange.EXCEPTION_CAUGHT, fault);
		return exchange;
	}

}
