package org.dsrhub.problem;

import java.io.IOException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Calls that the server itself refuses, such as an unreadable request line, would be
 * answered with its HTML page.
 */
@Component
class ConnectorProblems implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.addContextCustomizers(
				(context) -> ((StandardHost) context.getParent()).setErrorReportValveClass(Valve.class.getName()));
	}

	/**
	 * Takes the place of the HTML page; Tomcat makes it by its class name.
	 */
	public static class Valve extends ErrorReportValve {

		@Override
		protected void report(Request request, Response response, Throwable throwable) {
			if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
				return;
			}
			try {
				Problem problem = (response.getStatus() == 500) ? UnexpectedFault.report(throwable)
						: Problem.of(response.getStatus());
				problem.writeTo(response.getResponse());
				response.finishResponse();
			}
			catch (IOException ex) {
				LoggerFactory.getLogger(ConnectorProblems.class).debug("the caller has gone", ex);
			}
		}

	}

}
