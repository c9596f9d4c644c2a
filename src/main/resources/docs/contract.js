SwaggerUIBundle({ url: '../api/openapi.yaml', dom_id: '#contract', deepLinking: true, validatorUrl: null });
