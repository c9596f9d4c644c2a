package org.dsrhub.request;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that cannot be taken, with every fault found in it.
 */
public class InvalidRequest extends RuntimeException {

	private final transient List<FieldError> errors;

	public InvalidRequest(List<FieldError> errors) {
		super(errors.stream().map((error) -> error.field() + ": " + error.message()).collect(Collectors.joining("; ")));
		this.errors = List.copyOf(errors);
	}

	public List<FieldError> errors() {
		return this.errors;
	}

}
