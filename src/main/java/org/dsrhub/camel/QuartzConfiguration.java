package org.dsrhub.camel;

import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * The component that fires by the clock has no starter of its own. Its scheduler is the
 * one that Spring makes, whose schedules are in the ledger, where all nodes see them.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!check")
class QuartzConfiguration {

	@Bean("quartz-component")
	QuartzComponent quartz(Scheduler scheduler) {
		QuartzComponent quartz = new QuartzComponent();
		quartz.setScheduler(scheduler);
		return quartz;
	}

}
