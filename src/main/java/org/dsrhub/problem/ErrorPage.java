package org.dsrhub.problem;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Where the servlet container sends what failed outside a route.
 */
@Controller
class ErrorPage implements ErrorController {

	@RequestMapping("${server.error.path:/error}")
	void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		if (status == null || status == 500) {
			Throwable fault = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
			UnexpectedFault.report(fault).writeTo(response);
		}
		else {
			Problem.of(status).writeTo(response);
		}
	}

}
