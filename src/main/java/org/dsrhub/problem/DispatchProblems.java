package org.dsrhub.problem;

import java.io.IOException;
import java.io.UncheckedIOException;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Calls that reach no route: an unknown path, a wrong method or media type. Spring's own
 * answer would repeat the path and depend on the header Accept.
 */
@RestControllerAdvice
class DispatchProblems extends ResponseEntityExceptionHandler {

	@Override
	protected ResponseEntity<Object> handleExceptionInternal(Exception fault, Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		HttpServletResponse response = ((ServletWebRequest) request).getResponse();
		headers.forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		try {
			Problem.of(status.value()).writeTo(response);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return null;
	}

}
