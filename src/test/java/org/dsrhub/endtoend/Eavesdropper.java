package org.dsrhub.endtoend;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.dsrhub.simulated.SimulatedBroker;

/**
 * Hears all that the nodes of a cluster tell each other, and can tell them something.
 */
final class Eavesdropper implements AutoCloseable {

	private final List<Message> heard = new CopyOnWriteArrayList<>();

	private final Connection connection;

	private final Session session;

	private final Topic topic;

	Eavesdropper(SimulatedBroker broker) throws JMSException {
		this.connection = new JmsConnectionFactory(SimulatedBroker.USER, SimulatedBroker.PASSWORD, broker.url())
			.createConnection();
		Session listening = this.connection.createSession();
		this.session = this.connection.createSession();
		this.topic = this.session.createTopic("dsr-hub.nudges");
		listening.createConsumer(this.topic).setMessageListener(this.heard::add);
		this.connection.start();
	}

	/**
	 * What each message says: its kind, its text and every property but JMS's own.
	 */
	List<String> heard() throws JMSException {
		List<String> words = new ArrayList<>();
		for (Message message : this.heard) {
			StringBuilder word = new StringBuilder(
					(message instanceof TextMessage text) ? "text " + text.getText() : "no text");
			Enumeration<?> names = message.getPropertyNames();
			while (names.hasMoreElements()) {
				String name = names.nextElement().toString();
				if (!name.startsWith("JMSX")) {
					word.append(' ').append(name).append('=').append(message.getObjectProperty(name));
				}
			}
			words.add(word.toString());
		}
		return words;
	}

	void tell(Serializable object) throws JMSException {
		this.session.createProducer(this.topic).send(this.session.createObjectMessage(object));
	}

	void tell(String text) throws JMSException {
		this.session.createProducer(this.topic).send(this.session.createTextMessage(text));
	}

	@Override
	public void close() throws JMSException {
		this.connection.close();
	}

}
