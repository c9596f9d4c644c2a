package org.dsrhub.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dsrhub.configuration.DiskFault;
import org.dsrhub.intake.MalformedJson;
import org.dsrhub.packaging.PackagePurged;
import org.dsrhub.problem.Problem;
import org.dsrhub.problem.UnexpectedFault;
import org.dsrhub.request.InvalidRequest;
import org.dsrhub.request.ReferenceConflict;
import org.dsrhub.request.TooManyOpen;
import org.dsrhub.request.WrongState;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Answers with the problem document of what a route threw.
 */
@Component
public class RestProblems {

	private static final Logger log = LoggerFactory.getLogger(RestProblems.class);

	public void answer(Exchange exchange) {
		Throwable fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
		Problem problem = of(fault);
		Message answer = exchange.getMessage();
		answer.removeHeaders("*");
		answer.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
		answer.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
		if (problem.status() == 503) {
			answer.setHeader("Retry-After", (fault instanceof TooManyOpen) ? "30" : "5");
		}
		answer.setBody(problem.json());
	}

	static Problem of(Throwable fault) {
		if (fault instanceof MalformedJson) {
			return Problem.of(400, fault.getMessage());
		}
		if (fault instanceof InvalidRequest invalid) {
			return Problem.invalid(invalid.errors());
		}
		if (fault instanceof NotAllowed) {
			return Problem.of(403, fault.getMessage());
		}
		if (fault instanceof NotThere) {
			return Problem.of(404, fault.getMessage());
		}
		if (fault instanceof PackagePurged) {
			return Problem.of(410, fault.getMessage());
		}
		if (fault instanceof ReferenceConflict || fault instanceof WrongState) {
			return Problem.of(409, fault.getMessage());
		}
		if (fault instanceof TooManyOpen) {
			return Problem.of(503, fault.getMessage());
		}
		if (fault instanceof DiskFault) {
			log.warn("event=space-refused reason=\"{}\"", fault.getMessage());
			return Problem.of(507);
		}
		if (fault instanceof DataAccessResourceFailureException || fault instanceof TransientDataAccessException
				|| fault instanceof UncategorizedSQLException || fault instanceof TransactionException) {
			log.warn("event=ledger-silent fault={}", fault.getClass().getSimpleName());
			return Problem.of(503);
		}
		return UnexpectedFault.report(fault);
	}

}
