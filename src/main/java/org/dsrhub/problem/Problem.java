package org.dsrhub.problem;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;

/**
 * What went wrong with a call, as RFC 9457 writes it: the one form of every error answer.
 *
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what to do about it, in a sentence; never repeats what was sent
 * @param errors faults by field, or null
 * @param errorId what to look for in the log, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "title", "status", "detail", "errors", "errorId" })
public record Problem(String title, int status, String detail, List<?> errors, String errorId) {

	public static final String MEDIA_TYPE = "application/problem+json";

	private static final ObjectMapper JSON = new ObjectMapper();

	/**
	 * A problem that its status explains.
	 */
	public static Problem of(int status) {
		return of(status, switch (status) {
			case 403 -> "your roles do not allow this";
			case 404 -> "there is nothing here, or it is not yours to see";
			case 405 -> "this path does not take this method; the header Allow names those that it takes";
			case 406 -> "what is here cannot be had as any type that the header Accept names";
			case 413 -> "the body is larger than this installation takes";
			case 415 -> "send the body as application/json, not compressed";
			case 503 -> "the hub cannot work at the moment; try again later";
			case 507 -> "the hub is short of disk space and takes nothing new until there is more; try again later";
			default -> "the call cannot be understood or served";
		});
	}

	public static Problem of(int status, String detail) {
		HttpStatus known = HttpStatus.resolve(status);
		return new Problem((known != null) ? known.getReasonPhrase() : "Error", status, detail, null, null);
	}

	/**
	 * Content that was understood and cannot be taken.
	 * @param errors every fault found, as {@code {"field", "message"}}
	 */
	public static Problem invalid(List<?> errors) {
		return new Problem(HttpStatus.UNPROCESSABLE_ENTITY.getReasonPhrase(), 422, "correct the fields named in errors",
				errors, null);
	}

	static Problem unexpected(String errorId) {
		return new Problem(HttpStatus.INTERNAL_SERVER_ERROR.getReasonPhrase(), 500,
				"the hub failed; its log says more under the errorId", null, errorId);
	}

	public byte[] json() {
		try {
			return JSON.writeValueAsBytes(this);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("a problem document cannot be written", ex);
		}
	}

	/**
	 * Answers with this problem, unless an answer has already begun.
	 */
	public void writeTo(HttpServletResponse response) throws IOException {
		if (response.isCommitted()) {
			return;
		}
		response.resetBuffer();
		response.setStatus(this.status);
		response.setContentType(MEDIA_TYPE);
		byte[] json = json();
		response.setContentLength(json.length);
		response.getOutputStream().write(json);
	}

}
