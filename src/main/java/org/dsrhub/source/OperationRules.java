package org.dsrhub.source;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.configuration.ConfigurationFile.Faults;

/**
 * What must hold of an operation besides its schema.
 */
class OperationRules {

	private static final String FIELD = "collect.operation.";

	private static final String FILES = "operation-files-action";

	private final Kamelets kamelets;

	OperationRules(Kamelets kamelets) {
		this.kamelets = kamelets;
	}

	void check(Source source, Faults faults) {
		source.operation().ifPresent((operation) -> {
			check(operation, faults);
			if (FILES.equals(source.collect().kamelet()) && !operation.stores()) {
				faults.add(FIELD + "start.parameters.body", "must say {storage}, where " + FILES + " reads");
			}
			if (source.perSubscription()) {
				faults.add("collect.operation", "is begun once for a request, so nothing may say {subscription}");
			}
			for (Right right : List.of(Right.RECTIFY, Right.RESTRICT, Right.ERASE)) {
				source.change(right)
					.filter(Change::possible)
					.ifPresent((change) -> faults.add(right.label() + ".procedure",
							"what a service takes long to tell is not changed by the hub; write refused, retained or manual"));
			}
		});
	}

	private void check(Operation operation, Faults faults) {
		this.kamelets.check(operation.start(), FIELD + "start", faults);
		if (operation.poll() != null) {
			this.kamelets.check(operation.poll().action(), FIELD + "poll", faults);
		}
		else if (!operation.callsBack()) {
			faults.add(FIELD + "poll", "is missing; without it start must say {callback}");
		}
		if (operation.look() != null) {
			this.kamelets.check(operation.look(), FIELD + "look", faults);
		}
		words(operation, faults);
		String body = operation.start().parameters().getOrDefault("body", "");
		if (!body.isBlank() && !json(body)) {
			faults.add(FIELD + "start.parameters.body", "expected: JSON");
		}
	}

	private static void words(Operation operation, Faults faults) {
		operation.start().parameters().forEach((name, word) -> {
			if (!name.equals("body") && (word.contains("{storage}") || word.contains("{callback}"))) {
				faults.add(FIELD + "start.parameters." + name,
						"must not say {storage} or {callback}, which would stand in addresses; only body may");
			}
		});
		boolean id = !operation.start().parameters().getOrDefault("id", "").isBlank();
		if (id && operation.poll() != null && operation.poll().parameters().getOrDefault("path", "").isBlank()) {
			faults.add(FIELD + "poll.parameters.path", "is missing; an id is no address");
		}
		if (operation.longest().isZero()) {
			faults.add(FIELD + "longest", "must be longer than nothing");
		}
		if (operation.poll() != null && operation.poll().every().isZero()) {
			faults.add(FIELD + "poll.every", "must be longer than nothing");
		}
	}

	private static boolean json(String text) {
		try {
			new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
			return true;
		}
		catch (JsonProcessingException ex) {
			return false;
		}
	}

}
