// Starts Swagger UI on the description that the page names. It asks no other server for anything.
"use strict";

const viewer = document.getElementById("viewer");

SwaggerUIBundle({
  domNode: viewer,
  url: viewer.dataset.description,
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
