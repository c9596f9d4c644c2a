package org.dsrhub.intake;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Leads from {@code /docs} to the page of the contract.
 */
@Configuration(proxyBeanMethods = false)
class ContractPage implements WebMvcConfigurer {

	@Override
	public void addViewControllers(ViewControllerRegistry views) {
		views.addRedirectViewController("/docs", "docs/index.html")
			.setContextRelative(false)
			.setStatusCode(HttpStatus.FOUND);
	}

}
