package org.dsrhub.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@ExtendWith(OutputCaptureExtension.class)
class IntakeErrorsTest {

	@Test
	void neither_the_files_name_nor_the_fault_brings_a_person_or_a_line_into_the_log(CapturedOutput output) {
		String name = "contoso/ana@contoso.example\nevent=forged.json";
		Exchange exchange = new DefaultExchange(new DefaultCamelContext());
		exchange.setVariable("file", name);
		exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new UncheckedIOException(
				catchThrowableOfType(IOException.class, () -> Files.size(Path.of("/nowhere", name)))));

		new IntakeErrors(Clock.systemUTC()).tell(exchange);

		assertThat(output).contains("event=file-not-taken", "NoSuchFileException").doesNotContain("ana@");
		assertThat(output.toString().lines()).noneMatch((line) -> line.startsWith("event=forged"));
	}

}
