package org.dsrhub.intake;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.dsrhub.problem.Problem;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes a body in before a route sees it, and refuses one that is too large, whether it
 * says its length or comes in chunks. Compressed bodies are refused: what they unpack to
 * has no limit. Runs behind the login.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 1)
class BodyLimit extends OncePerRequestFilter {

	private final int limit;

	BodyLimit(@Value("${hub.rest.max-body:1MB}") DataSize limit) {
		this.limit = Math.toIntExact(limit.toBytes());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
			Problem.of(415).writeTo(response);
			return;
		}
		if (request.getContentLengthLong() > this.limit) {
			Problem.of(413).writeTo(response);
			return;
		}
		byte[] body = request.getInputStream().readNBytes(this.limit + 1);
		if (body.length > this.limit) {
			Problem.of(413).writeTo(response);
			return;
		}
		chain.doFilter(new WithBody(request, body), response);
	}

	private static final class WithBody extends HttpServletRequestWrapper {

		private final byte[] body;

		private WithBody(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = body;
		}

		@Override
		public int getContentLength() {
			return this.body.length;
		}

		@Override
		public long getContentLengthLong() {
			return this.body.length;
		}

		@Override
		public BufferedReader getReader() {
			return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
		}

		@Override
		public ServletInputStream getInputStream() {
			return new BodyStream(new ByteArrayInputStream(this.body));
		}

	}

	private static final class BodyStream extends ServletInputStream {

		private final ByteArrayInputStream bytes;

		private BodyStream(ByteArrayInputStream bytes) {
			this.bytes = bytes;
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			return this.bytes.read(target, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.bytes.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new IllegalStateException("the body has been read; read it without a listener");
		}

	}

}
