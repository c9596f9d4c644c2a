package org.dsrhub.benchmark;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * Floor B with another framework in it: Spring Integration makes the calls, fans out and
 * joins; the rows and the files are those of floor B.
 */
final class IntegrationFloor {

	private IntegrationFloor() {
	}

	public static void main(String[] args) throws Exception {
		FloorTask task = FloorTask.of(args);
		FloorFiles files = new FloorFiles(task.folder());
		// Without Spring Boot it would tell every message.
		LoggingSystem.get(IntegrationFloor.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(FloorTask.class, () -> task);
		context.registerBean(IntegrationSteps.class, () -> new IntegrationSteps(task.calls(), files, task.rows()));
		context.register(IntegrationFlows.class);
		context.refresh();
		MessageChannel requests = context.getBean("requests", MessageChannel.class);
		new FloorInbox(task.folder(), task.rows(), (request) -> requests.send(new GenericMessage<>(request))).serve();
	}

}
