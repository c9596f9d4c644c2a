package org.dsrhub;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the hub in a folder that holds {@code config/} and {@code routes/}.
 */
@SpringBootApplication
public class DsrHub {

	public static void main(String[] args) {
		SpringApplication.run(DsrHub.class, args);
	}

}
