package org.dsrhub.camel;

import org.apache.camel.component.jms.JmsComponent;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultDeserializationPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * The component that speaks to the broker has no starter of its own.
 */
@Configuration(proxyBeanMethods = false)
@Profile("cluster & !check")
class BrokerConfiguration {

	private static final int PATIENCE = 5000;

	/**
	 * A broker that does not answer holds nobody for long.
	 */
	@Bean
	BrokerConnection brokerConnection(BrokerProperties broker) {
		JmsConnectionFactory factory = broker.username().isBlank() ? new JmsConnectionFactory(broker.address())
				: new JmsConnectionFactory(broker.username(), broker.password(), broker.address());
		factory.setConnectTimeout(PATIENCE);
		factory.setRequestTimeout(PATIENCE);
		factory.setSendTimeout(PATIENCE);
		factory.setCloseTimeout(PATIENCE);
		factory.setReceiveLocalOnly(true);
		JmsDefaultDeserializationPolicy none = new JmsDefaultDeserializationPolicy();
		none.setDenyList(JmsDefaultDeserializationPolicy.CATCH_ALL_WILDCARD);
		factory.setDeserializationPolicy(none);
		return new BrokerConnection(factory);
	}

	/**
	 * A message is taken as it is: what is in it would otherwise be made into an object
	 * before anybody has looked at its kind.
	 */
	@Bean("jms-component")
	JmsComponent broker(BrokerConnection connection) {
		JmsComponent jms = new JmsComponent();
		jms.setConnectionFactory(connection);
		jms.setMapJmsMessage(false);
		jms.setDisableReplyTo(true);
		jms.setAsyncStartListener(true);
		jms.setExceptionListener(connection::lost);
		return jms;
	}

}
