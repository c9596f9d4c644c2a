package org.dsrhub.mail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.dsrhub.configuration.InvalidConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much of one mail is read; what is beyond any of these is a fault of the mail.
 *
 * @param mail the whole mail as it came
 * @param header the mail's own header, and each part's
 * @param parts parts, on all levels together
 * @param depth multiparts within each other
 * @param text words, decoded; HTML may be ten times as long, and has at most 20,000 tags
 * @param attachments files, decoded, all together
 */
@Validated
@ConfigurationProperties("hub.mail.limits")
record MailLimits(@NotNull @DefaultValue("50MB") DataSize mail, @NotNull @DefaultValue("256KB") DataSize header,
		@Min(1) @Max(10_000) @DefaultValue("100") int parts, @Min(1) @Max(100) @DefaultValue("10") int depth,
		@NotNull @DefaultValue("200KB") DataSize text, @NotNull @DefaultValue("50MB") DataSize attachments) {

	private static final DataSize HELD = DataSize.ofMegabytes(16);

	public MailLimits {
		if (header.compareTo(HELD) > 0 || text.compareTo(HELD) > 0) {
			throw new InvalidConfiguration(
					"hub.mail.limits: header and text are held in memory; neither may be more than 16MB");
		}
	}

	int headerBytes() {
		return Math.toIntExact(this.header.toBytes());
	}

	int textBytes() {
		return Math.toIntExact(this.text.toBytes());
	}

}
