package org.dsrhub.camel;

import java.util.List;

import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.interceptor.NameMatchTransactionAttributeSource;
import org.springframework.transaction.interceptor.RollbackRuleAttribute;
import org.springframework.transaction.interceptor.RuleBasedTransactionAttribute;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/**
 * The component that fires by the clock has no starter of its own. Its scheduler is the
 * one that Spring makes, whose schedules are in the ledger, where all nodes see them. Of
 * itself it writes a job and then its trigger, each for itself: another node that starts
 * at that moment, or after a crash just then, finds the one without the other. So each
 * change of a schedule is one transaction here.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!check")
class QuartzConfiguration {

	private static final List<String> CHANGES = List.of("scheduleJob", "rescheduleJob", "deleteJob");

	@Bean("quartz-component")
	QuartzComponent quartz(Scheduler scheduler, TransactionManager transactions) {
		QuartzComponent quartz = new QuartzComponent();
		quartz.setScheduler(whole(scheduler, transactions));
		return quartz;
	}

	private static Scheduler whole(Scheduler scheduler, TransactionManager transactions) {
		RuleBasedTransactionAttribute change = new RuleBasedTransactionAttribute();
		change.setRollbackRules(List.of(new RollbackRuleAttribute(Exception.class)));
		NameMatchTransactionAttributeSource changes = new NameMatchTransactionAttributeSource();
		CHANGES.forEach((name) -> changes.addTransactionalMethod(name, change));
		ProxyFactory proxy = new ProxyFactory(scheduler);
		proxy.addAdvice(new TransactionInterceptor(transactions, changes));
		return (Scheduler) proxy.getProxy();
	}

}
