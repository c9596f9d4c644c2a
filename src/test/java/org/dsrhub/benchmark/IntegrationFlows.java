package org.dsrhub.benchmark;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannelSpec;
import org.springframework.integration.dsl.MessageChannels;
import org.springframework.integration.http.dsl.Http;
import org.springframework.integration.http.dsl.HttpMessageHandlerSpec;
import org.springframework.web.client.RestTemplate;

/**
 * The way of a request in Spring Integration: its calls to the directory one after the
 * other, then one message a source, each on a thread of a pool and page after page, and
 * an aggregator in memory that waits for all of them. No configuration of the hub's own:
 * the hub, whose context looks through the tests too, must not find it.
 */
@EnableIntegration
class IntegrationFlows {

	private static final String REQUEST = "floorRequest";

	private static final String READING = "floorReading";

	@Bean
	MessageChannelSpec<?, ExecutorChannel> requests(FloorTask task) {
		return MessageChannels.executor(Executors.newFixedThreadPool(task.workers()));
	}

	@Bean
	MessageChannelSpec<?, ExecutorChannel> readings(FloorTask task) {
		return MessageChannels.executor(Executors.newFixedThreadPool(task.workers()));
	}

	@Bean
	RestTemplate rest(FloorTask task) {
		RestTemplate rest = new RestTemplate(new JdkClientHttpRequestFactory(task.calls().http()));
		rest.getInterceptors().add((request, body, execution) -> {
			request.getHeaders().setBearerAuth(task.calls().token());
			return execution.execute(request, body);
		});
		return rest;
	}

	@Bean
	IntegrationFlow fulfil(IntegrationSteps steps, RestTemplate rest) {
		return IntegrationFlow.from("requests")
			.handle(FloorRequest.class, (request, headers) -> steps.begin(request))
			.enrichHeaders((headers) -> headers.headerExpression(REQUEST, "payload"))
			.splitWith((split) -> split.function(steps::directory))
			.handle(get(rest, Function.<URI>identity()))
			.aggregate((aggregate) -> aggregate.expireGroupsUponCompletion(true).releaseLockBeforeSend(true))
			.handle((answers, headers) -> steps.plan(headers.get(REQUEST, FloorRequest.class), answers))
			.splitWith((split) -> split.function(steps::readings))
			.channel("readings")
			.get();
	}

	@Bean
	IntegrationFlow read(IntegrationSteps steps, RestTemplate rest) {
		return IntegrationFlow.from("readings")
			.enrichHeaders((headers) -> headers.headerExpression(READING, "payload", true))
			.handle(get(rest, IntegrationReading::call))
			.handle(JsonNode.class, (answer, headers) -> headers.get(READING, IntegrationReading.class).with(answer))
			.<IntegrationReading, Boolean>route(IntegrationReading::more,
					(route) -> route.channelMapping(true, "readings").channelMapping(false, "sources"))
			.get();
	}

	@Bean
	IntegrationFlow join(IntegrationSteps steps) {
		return IntegrationFlow.from("sources")
			.handle(IntegrationReading.class, (reading, headers) -> steps.stage(reading))
			.aggregate((aggregate) -> aggregate.expireGroupsUponCompletion(true).releaseLockBeforeSend(true))
			.handle((readings) -> steps.close(readings.getHeaders().get(REQUEST, FloorRequest.class),
					readings.getPayload()))
			.get();
	}

	/**
	 * A request that is lost would be waited for.
	 */
	@Bean
	IntegrationFlow faults() {
		return IntegrationFlow.from("errorChannel").handle((fault) -> {
			((Throwable) fault.getPayload()).printStackTrace();
			System.exit(1);
		}).get();
	}

	private static <T> HttpMessageHandlerSpec get(RestTemplate rest, Function<T, URI> call) {
		return Http.<T>outboundGateway((message) -> call.apply(message.getPayload()), rest)
			.httpMethod(HttpMethod.GET)
			.expectedResponseType(JsonNode.class);
	}

}
