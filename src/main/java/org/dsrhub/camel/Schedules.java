package org.dsrhub.camel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.dsrhub.notice.DigestProperties;
import org.dsrhub.retention.RetentionProperties;
import org.dsrhub.retention.RetentionRules;
import org.dsrhub.retention.Rule;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.quartz.CronTrigger;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Makes a route of the template {@code retention-schedule} for each rule of each tenant,
 * and one of {@code anchor-schedule} for each tenant. Quartz keeps its schedules in the
 * ledger, and Camel takes none away that is not configured any more, nor sees that a zone
 * has changed; so that is done here, before the routes start.
 */
@Component
@Profile("!check")
@Order(1)
class Schedules implements CamelContextConfiguration {

	static final String RETENTION = "retention-schedule";

	static final String ANCHOR = "anchor-schedule";

	static final String DIGEST = "digest-schedule";

	private final Tenants tenants;

	private final RetentionRules rules;

	private final Scheduler scheduler;

	private final String anchorCron;

	private final String digestCron;

	Schedules(Tenants tenants, RetentionRules rules, QuartzComponent quartz, RetentionProperties settings,
			DigestProperties digest) {
		this.tenants = tenants;
		this.rules = rules;
		this.scheduler = quartz.getScheduler();
		this.anchorCron = settings.anchor();
		this.digestCron = digest.cron();
	}

	@Override
	public void beforeApplicationStart(CamelContext camel) {
		Map<TriggerKey, Schedule> wanted = new HashMap<>();
		for (Tenant tenant : this.tenants.all()) {
			for (Rule rule : this.rules.of(tenant)) {
				Schedule schedule = new Schedule(RETENTION, tenant, rule.name(), rule.cron());
				wanted.put(schedule.key(), schedule);
			}
			Schedule anchor = new Schedule(ANCHOR, tenant, "", this.anchorCron);
			wanted.put(anchor.key(), anchor);
			Schedule digest = new Schedule(DIGEST, tenant, "", this.digestCron);
			wanted.put(digest.key(), digest);
		}
		try {
			remove(wanted);
		}
		catch (SchedulerException ex) {
			throw new IllegalStateException("schedules cannot be read from the ledger", ex);
		}
		wanted.values().forEach((schedule) -> schedule.add(camel));
	}

	@Override
	public void afterApplicationStart(CamelContext camel) {
		// Whatever is to be made was made before.
	}

	private void remove(Map<TriggerKey, Schedule> wanted) throws SchedulerException {
		// In other groups are the firings of nodes that were killed, for others to do.
		for (String group : List.of(RETENTION, ANCHOR, DIGEST)) {
			for (JobKey job : this.scheduler.getJobKeys(GroupMatcher.jobGroupEquals(group))) {
				// A job without its trigger was half made by an earlier version.
				TriggerKey key = TriggerKey.triggerKey(job.getName(), group);
				Trigger trigger = this.scheduler.getTrigger(key);
				if (trigger == null || !wanted.containsKey(key) || !wanted.get(key).is(trigger)) {
					this.scheduler.deleteJob(job);
				}
			}
		}
	}

	/**
	 * When something is to be done for a tenant.
	 *
	 * @param template of its route
	 * @param rule which rule, if the template is for rules
	 */
	private record Schedule(String template, Tenant tenant, String rule, String cron) {

		String name() {
			return this.rule.isEmpty() ? this.tenant.tenant() : this.tenant.tenant() + "." + this.rule;
		}

		TriggerKey key() {
			return TriggerKey.triggerKey(name(), this.template);
		}

		boolean is(Trigger trigger) {
			return trigger instanceof CronTrigger known && known.getCronExpression().equals(this.cron)
					&& known.getTimeZone().equals(TimeZone.getTimeZone(this.tenant.timezone()));
		}

		void add(CamelContext camel) {
			TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(camel, this.template)
				.routeId(this.template + "-" + name())
				.parameter("tenant", this.tenant.tenant())
				.parameter("cron", this.cron)
				.parameter("zone", this.tenant.timezone().getId());
			if (!this.rule.isEmpty()) {
				route.parameter("rule", this.rule);
			}
			route.add();
		}

	}

}
